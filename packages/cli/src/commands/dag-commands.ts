import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseCid } from "@icn-mesh/core";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { nodeClient } from "../online/node-client.ts";

/** Shows a block as JSON, with what its history keeps. */
export async function dagShow(call: CommandCall): Promise<ExitCode> {
  const cid = parseCid(call.args[0] ?? "");
  const client = await nodeClient(call);
  const block = await client.showBlock({ params: { cid }, signal: call.terminal.interrupted });
  call.output.show(block, () => JSON.stringify(block, null, 2));
  return EXIT.done;
}

/** Lists what a block reaches; ends with 1 where some of it is missing. */
export async function dagWalk(call: CommandCall): Promise<ExitCode> {
  const cid = parseCid(call.args[0] ?? "");
  const client = await nodeClient(call);
  const found = await client.walkDag({ params: { cid }, signal: call.terminal.interrupted });
  call.output.show(found, () =>
    [
      ...found.blocks.map((each) => `${"  ".repeat(each.depth)}${each.cid}  ${each.bytes} bytes`),
      ...found.missing.map((each) => `missing ${each}`),
      ...(found.cut ? ["and more"] : []),
    ].join("\n"),
  );
  return found.missing.length === 0 ? EXIT.done : EXIT.negative;
}

/** Writes what a block reaches to a CAR file. */
export async function dagExport(call: CommandCall): Promise<ExitCode> {
  const [text = "", path = ""] = call.args;
  const cid = parseCid(text);
  const client = await nodeClient(call);
  const car = await client.exportDag({ params: { cid }, signal: call.terminal.interrupted });
  await pipeline(Readable.from(car), createWriteStream(path, { flags: "wx" }));
  call.output.show({ cid, path }, () => `written ${path}`);
  return EXIT.done;
}
