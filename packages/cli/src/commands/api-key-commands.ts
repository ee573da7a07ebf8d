import { SCOPES, type Scope } from "@icn-mesh/client";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { usage } from "../errors.ts";
import { nodeClient } from "../online/node-client.ts";
import { columns } from "../terminal/columns.ts";

const DAY_MS = 86_400_000;

/** Lists the API keys of a node. */
export async function apiKeysList(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const answer = await client.listApiKeys({ signal: call.terminal.interrupted });
  call.output.show(answer, () =>
    columns(answer.keys.map(({ id, name, scopes }) => [id, name, scopes.join(" ")])),
  );
  return EXIT.done;
}

/** Makes an API key, and prints its secret, this once. */
export async function apiKeysCreate(call: CommandCall): Promise<ExitCode> {
  const [name = "", ...scopes] = call.args;
  const client = await nodeClient(call);
  const days = call.options.count("days");
  const body = {
    name,
    scopes: scopes.map(scopeOf),
    ...(call.options.isOn("node-account") && { principal: null }),
    ...(days !== undefined && { expiresInMs: days * DAY_MS }),
  };
  const answer = await client.createApiKey({ body, signal: call.terminal.interrupted });
  call.output.show(answer, () => answer.secret);
  call.output.note(call.output.paint.dim("it is shown this once; set ICN_MESH_API_KEY to use it"));
  return EXIT.done;
}

/** Ends an API key. */
export async function apiKeysRevoke(call: CommandCall): Promise<ExitCode> {
  const [id = ""] = call.args;
  const client = await nodeClient(call);
  await client.revokeApiKey({ params: { id }, signal: call.terminal.interrupted });
  call.output.show({ id, revoked: true }, () => `revoked ${id}`);
  return EXIT.done;
}

function scopeOf(text: string): Scope {
  const scope = SCOPES.find((each) => each === text);
  if (scope !== undefined) return scope;
  throw usage(`${text} is no scope; there are ${SCOPES.join(", ")}`);
}
