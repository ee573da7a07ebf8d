import { createWriteStream, existsSync } from "node:fs";
import { copyFile, cp, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { backUp, createPausableStorage } from "@icn-mesh/dag";
import { nodeKeptLinks, openStopped, type StoppedNode } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { CliError } from "../errors.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";

/** What a backup has beside the store. The boot count is none of it: a guard that forgets it could vote twice. */
export const PLAIN_FILES = ["constitution", "membership", "principals"] as const;

/** Writes what a node that does not run keeps to a new directory; its keys only where that is wanted. */
export async function backup({ args, options, terminal, output }: CommandCall): Promise<ExitCode> {
  const target = resolve(args[0] ?? "");
  const withKeys = options.isOn("with-keys");
  if (existsSync(target))
    throw new CliError(`${target} is there already; name a new directory`, {
      code: "CLI_EXISTS",
      path: target,
    });
  const node = await openStopped(
    await loadNodeConfig({ options, env: terminal.env }, nodeDoors().extensions),
  );
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    await writeStore(node, join(target, "store.car"));
    await copyRest(node, target, withKeys);
  } finally {
    await node.close();
  }
  output.show({ ok: true, directory: target, withKeys }, () =>
    [
      `${output.paint.good("written")} ${target}`,
      withKeys
        ? "  with the keys: keep it as you would keep them"
        : "  without the keys: keep a copy of keys/ apart from it",
    ].join("\n"),
  );
  return EXIT.done;
}

async function writeStore({ storage, clock }: StoppedNode, path: string): Promise<void> {
  const pieces = backUp({ storage: createPausableStorage(storage), clock }, { keptLinks: nodeKeptLinks() });
  await pipeline(Readable.from(pieces), createWriteStream(path, { mode: 0o600, flush: true }));
}

async function copyRest({ data }: StoppedNode, target: string, withKeys: boolean): Promise<void> {
  for (const name of PLAIN_FILES)
    if (existsSync(data.at(name))) await copyFile(data.at(name), join(target, name));
  const directories = ["letters", ...(withKeys ? ["keys"] : [])];
  for (const name of directories)
    if (existsSync(data.at(name))) await cp(data.at(name), join(target, name), { recursive: true });
}
