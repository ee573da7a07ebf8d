import { readFile } from "node:fs/promises";
import { networkIdSchema } from "@icn-mesh/core";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { CliError, usage } from "../errors.ts";
import { nodeClient } from "../online/node-client.ts";
import { columns } from "../terminal/columns.ts";

/** Lists the federations that a node is in. */
export async function federations(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const answer = await client.listFederations({ signal: call.terminal.interrupted });
  call.output.show(answer, () =>
    columns(
      answer.federations.map(({ net, isHome, isMember, isGuard, open }) => [
        net,
        isHome ? "home" : "",
        [...(isMember ? ["member"] : []), ...(isGuard ? ["guard"] : [])].join(", ") || "no member",
        `${open} open`,
      ]),
    ),
  );
  return EXIT.done;
}

/** Has a node be in one more federation, by the letters that its charter has sent. */
export async function federationsJoin(call: CommandCall): Promise<ExitCode> {
  const records = await Promise.all(call.args.map(letterIn));
  const client = await nodeClient(call);
  const joined = await client.joinFederation({ body: { records }, signal: call.terminal.interrupted });
  call.output.show(joined, () => `${joined.isNew ? "joined" : "in it already:"} ${joined.net}`);
  return EXIT.done;
}

/** Has a node leave a federation. */
export async function federationsLeave(call: CommandCall): Promise<ExitCode> {
  const net = networkIdSchema.safeParse(call.args[0]);
  if (!net.success) throw usage("the id of a federation is the CID of its constitution");
  const client = await nodeClient(call);
  const left = await client.leaveFederation({
    params: { net: net.data },
    signal: call.terminal.interrupted,
  });
  call.output.show(left, () => `left ${left.net}`);
  return EXIT.done;
}

/** Has a node remove what is over its time, or say what would go. */
export async function prune(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const dryRun = call.options.isOn("dry-run");
  const answer = await client.pruneStore({ body: { dryRun }, signal: call.terminal.interrupted });
  call.output.show(answer, () =>
    columns(
      answer.pruned.map(({ net, gone, garbage }) => [
        net,
        Object.entries(gone)
          .flatMap(([kind, count]) => (count > 0 ? [`${kind} ${count}`] : []))
          .join(", ") || "nothing",
        `${garbage.blocks} blocks, ${garbage.bytes} bytes`,
      ]),
    ),
  );
  return EXIT.done;
}

function letterIn(path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw new CliError(`${path} cannot be read`, { code: "CLI_FILE", path }, { cause });
  });
}
