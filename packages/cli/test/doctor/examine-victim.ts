import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Diagnosis, nodeConfigSchema, readConfig, startNode } from "@icn-mesh/node";
import type { ExitCode } from "../../src/index.ts";
import { typed } from "../typed.ts";
import type { PlantedFault, Victim } from "./planted-faults.ts";

/** What the doctor says. */
export interface Examination {
  readonly exit: ExitCode;
  readonly diagnoses: readonly Diagnosis[];
}

/** Sets a node up, runs it once, plants the fault if there is one, and asks the doctor. */
export async function examineVictim(fault?: PlantedFault): Promise<Examination> {
  const directory = await mkdtemp(join(tmpdir(), "icn-mesh-doctor-"));
  let undo: undefined | (() => unknown);
  try {
    const victim = await aVictim(directory);
    undo = await fault?.plant(victim);
    const { exit, out } = await typed(["doctor", "--json", "--config", victim.config], { env: victim.env });
    return { exit, diagnoses: JSON.parse(out).diagnoses };
  } finally {
    await undo?.();
    await rm(directory, { recursive: true, force: true });
  }
}

async function aVictim(directory: string): Promise<Victim> {
  const data = join(directory, "data");
  const config = join(directory, "icn-mesh.yaml");
  await writeFile(config, `data: ${data}\nlog: "off"\n`);
  const listen = "/ip4/127.0.0.1/tcp/0";
  const read = readConfig(nodeConfigSchema, { flags: { data, log: "off", "network.listen": listen } });
  if (!read.ok) throw new Error(read.problems.join());
  await (await startNode(read.config)).stop();
  return { data, config, env: { ICN_MESH_NETWORK_LISTEN: listen, ICN_MESH_HTTP_PORT: "0" } };
}
