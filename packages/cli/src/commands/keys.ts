import { existsSync } from "node:fs";
import { join } from "node:path";
import { createKeySigner, type Did } from "@icn-mesh/core";
import { bestEngine, openKeyFile } from "@icn-mesh/core/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";
import { columns } from "../terminal/columns.ts";

/** Says which accounts have their keys in a data directory; with a file, makes a key there or reads the one that is there. */
export async function keys({ args, options, terminal, output }: CommandCall): Promise<ExitCode> {
  const passphrase = terminal.env["ICN_MESH_KEYS_PASSPHRASE"];
  const [file] = args;
  const files =
    file === undefined ? await filesOf({ options, env: terminal.env }) : [{ name: file, path: file }];
  const found: { readonly name: string; readonly path: string; readonly did: Did }[] = [];
  for (const { name, path } of files) {
    const secretKey = await openKeyFile(path, {
      createIfMissing: file !== undefined,
      ...(passphrase && { passphrase }),
    });
    found.push({ name, path, did: createKeySigner({ engine: bestEngine(), secretKey }).did });
  }
  output.show({ keys: found }, () => columns(found.map(({ name, did }) => [name, did])));
  return EXIT.done;
}

async function filesOf(
  call: Parameters<typeof loadNodeConfig>[0],
): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const { data } = await loadNodeConfig(call, nodeDoors().extensions);
  const all = ["node", "charter"].map((name) => ({ name, path: join(data, "keys", name) }));
  return all.filter(({ name, path }) => name === "node" || existsSync(path));
}
