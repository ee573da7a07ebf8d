import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { CliError, usage } from "../errors.ts";
import { jobIdOf } from "../online/job-id.ts";
import { nodeClient } from "../online/node-client.ts";
import { parseSubmission } from "../online/submission-of.ts";
import { columns } from "../terminal/columns.ts";

/** Stores a file on the node, and prints the CID that a spec names it by. */
export async function put(call: CommandCall): Promise<ExitCode> {
  const [path = ""] = call.args;
  const client = await nodeClient(call);
  const bytes = path === "-" ? call.terminal.input : await contentOf(path);
  const stored = await client.putBlob({ bytes, signal: call.terminal.interrupted });
  call.output.show(stored, () => stored.cid);
  return EXIT.done;
}

/** Lists what a job put out, or writes one output: the result where none is named. */
export async function outputs(call: CommandCall): Promise<ExitCode> {
  const id = jobIdOf(call.args[0]);
  const [, name] = call.args;
  const client = await nodeClient(call);
  const { interrupted: signal } = call.terminal;
  if (call.options.isOn("list")) {
    const answer = await client.jobOutputs({ params: { id }, signal });
    call.output.show(answer, () => columns([["(result)", answer.result], ...Object.entries(answer.outputs)]));
    return EXIT.done;
  }
  const pieces =
    name === undefined
      ? await client.jobResult({ params: { id }, signal })
      : await client.jobOutput({ params: { id, name }, signal });
  await write(call, pieces);
  return EXIT.done;
}

/** Says what jobs like this one were paid lately. */
export async function quote(call: CommandCall): Promise<ExitCode> {
  const [path = ""] = call.args;
  const client = await nodeClient(call);
  const { spec } = parseSubmission(new TextDecoder().decode(await contentOf(path)));
  if (spec === undefined) throw usage("a quote is for a submission with a spec, as submit --file takes it");
  const { quote: found } = await client.quoteJob({ body: { spec }, signal: call.terminal.interrupted });
  call.output.show({ quote: found }, () =>
    found === null
      ? "no job like this one was paid here lately"
      : `${found.likely} mana, between ${found.low} and ${found.high}, by ${found.samples} jobs`,
  );
  return EXIT.done;
}

async function write({ options, terminal }: CommandCall, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const path = options.text("output");
  if (path !== undefined)
    return pipeline(Readable.from(pieces), createWriteStream(path, { flags: "wx" })).catch(
      wontOverwrite(path),
    );
  for await (const piece of pieces) terminal.write(piece);
}

function wontOverwrite(path: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    if (cause.code !== "EEXIST") throw cause;
    throw new CliError(`${path} is there already`, { code: "CLI_EXISTS", path }, { cause });
  };
}

async function contentOf(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new CliError(`${path} cannot be read`, { code: "CLI_FILE", path }, { cause });
  });
}
