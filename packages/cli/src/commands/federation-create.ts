import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createKeySigner, parseDid } from "@icn-mesh/core";
import { bestEngine, openKeyFile } from "@icn-mesh/core/node";
import { foundFederation, writeRecordFile } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { usage } from "../errors.ts";

/** Founds a federation: the key of its charter and its constitution, in a new directory. */
export async function federationCreate({ args, options, terminal, output }: CommandCall): Promise<ExitCode> {
  const directory = resolve(args[0] ?? "");
  const guards = options.list("guard").map(parseDid);
  if (guards.length === 0)
    throw usage("a federation needs a guard: --guard <did>, as icn-mesh keys says it; repeat it for more");
  const passphrase = terminal.env["ICN_MESH_KEYS_PASSPHRASE"];
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const secretKey = await openKeyFile(join(directory, "charter"), { ...(passphrase && { passphrase }) });
  const charter = createKeySigner({ engine: bestEngine(), secretKey });
  const genesis = await foundFederation({ charter, guards });
  const constitution = join(directory, "constitution");
  await writeRecordFile(genesis, constitution);
  output.show({ net: genesis.cid, charter: charter.did, constitution }, () =>
    [
      `${output.paint.good("founded")} ${genesis.cid}`,
      `  constitution in ${constitution}: every node needs it (icn-mesh federation join)`,
      `  the key of the charter in ${join(directory, "charter")}: it brings mana in; keep it off the net`,
      `  next: icn-mesh federation deposit ${directory} <did> <amount> > letter`,
    ].join("\n"),
  );
  return EXIT.done;
}
