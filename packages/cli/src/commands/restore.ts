import { createReadStream, existsSync } from "node:fs";
import { copyFile, cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { restore as restoreStore } from "@icn-mesh/dag";
import { nodeKeptLinks, openDataDirectory, openStopped } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { CliError } from "../errors.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";
import { PLAIN_FILES } from "./backup.ts";

/** Brings a backup into a data directory that has nothing of its own but keys. */
export async function restore({ args, options, terminal, output }: CommandCall): Promise<ExitCode> {
  const source = resolve(args[0] ?? "");
  const car = join(source, "store.car");
  if (!existsSync(car))
    throw new CliError(`${source} is no backup: it has no store.car`, { code: "CLI_FILE", path: source });
  const config = await loadNodeConfig({ options, env: terminal.env }, nodeDoors().extensions);
  await copyFiles(source, config.data);
  const node = await openStopped(config);
  try {
    const { storage, clock } = node;
    const { signal } = { signal: terminal.interrupted };
    const result = await restoreStore({ storage, clock }, createReadStream(car), {
      keptLinks: nodeKeptLinks(),
      signal,
    });
    if (!result.ok)
      throw new CliError(
        `${config.data} has things of its own that the backup would undo; restore into an empty one`,
        {
          code: "CLI_EXISTS",
          path: config.data,
        },
      );
    const isGuard = node.federation.isGuard(node.signer.did);
    output.show({ ok: true, did: node.signer.did, refs: result.refs, blocks: result.blocks, isGuard }, () =>
      [
        `${output.paint.good("restored")} ${result.blocks} blocks and ${result.refs} refs for ${node.signer.did}`,
        ...(isGuard ? ["  a guard: read docs/operating.md on guards before you start it"] : []),
      ].join("\n"),
    );
  } finally {
    await node.close();
  }
  return EXIT.done;
}

async function copyFiles(source: string, path: string): Promise<void> {
  const data = await openDataDirectory(path);
  try {
    for (const name of PLAIN_FILES)
      if (existsSync(join(source, name)) && !existsSync(data.at(name)))
        await copyFile(join(source, name), data.at(name));
    for (const name of ["letters", "keys"])
      if (existsSync(join(source, name)))
        await cp(join(source, name), data.at(name), { recursive: true, force: false });
  } finally {
    data.release();
  }
}
