import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { bestEngine } from "@icn-mesh/core/node";
import { openIdentity } from "../compose/open-identity.ts";
import type { NodeConfig } from "../config/node-config.ts";
import { type DataDirectory, openDataDirectory } from "../data/data-directory.ts";
import { type Diagnosis, fault, warning, well } from "./diagnosis.ts";
import { examineFederation } from "./examine-federation.ts";
import { examinePort, type ListeningPlace, placesOf } from "./examine-ports.ts";
import { examineStore } from "./examine-store.ts";

const GIB = 1024 ** 3;

/** What to look at beside what the configuration says. */
export interface ExamineOptions {
  /** Where doors are to listen. */
  readonly places?: readonly ListeningPlace[];
}

/**
 * Looks at everything that a node needs to start and to be right, and says what to do where something is not. It
 * changes nothing, and needs the node not to run for most of it.
 */
export async function examineNode(
  config: NodeConfig,
  { places = [] }: ExamineOptions = {},
): Promise<readonly Diagnosis[]> {
  const found: Diagnosis[] = [await look("engine", async () => `signatures by ${bestEngine().name}`)];
  for (const place of [...placesOf(config.network.listen), ...places]) found.push(await examinePort(place));
  found.push(...strangeAddresses(config));
  if (!existsSync(config.data))
    return [...found, warning("data", `${config.data} is not there yet`, "icn-mesh init makes it")];
  let data: DataDirectory;
  try {
    data = await openDataDirectory(config.data);
  } catch (error) {
    return [...found, fault("data", error)];
  }
  try {
    return [...found, well("data", data.path), ...(await examineData(data, config))];
  } finally {
    data.release();
  }
}

async function examineData(data: DataDirectory, config: NodeConfig): Promise<readonly Diagnosis[]> {
  const found = [await freeSpace(data.path)];
  const identity = await openIdentity(data, config.keys, { createIfMissing: false }).catch(
    (error: unknown) => void found.push(fault("key", error, fixOfKey(error))),
  );
  if (!identity) return found;
  found.push(well("key", identity.signer.did));
  const { federation, diagnoses } = await examineFederation(data, config.federation, identity);
  found.push(...diagnoses);
  if (federation !== undefined) found.push(...(await examineStore(data, config, { federation, identity })));
  return found;
}

function fixOfKey(error: unknown): string | undefined {
  const { code } = Object(error) as { readonly code?: unknown };
  return code === "CORE_KEY_FILE_MISSING"
    ? "icn-mesh init makes one; restore it if this account had one"
    : undefined;
}

async function look(check: string, at: () => Promise<string>): Promise<Diagnosis> {
  try {
    return well(check, await at());
  } catch (error) {
    return fault(check, error);
  }
}

async function freeSpace(path: string): Promise<Diagnosis> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const says = `${(free / GIB).toFixed(1)} GiB free`;
  return free < GIB
    ? warning("disk", says, "make room: a store that is full takes nothing more")
    : well("disk", says);
}

function strangeAddresses({ network: { bootstrap } }: NodeConfig): Diagnosis[] {
  const strange = bootstrap.filter(
    (address) => !/^\/.*\/p2p\/12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/.test(address),
  );
  const fix = "a bootstrap address ends in /p2p/ and the peer id, as that node prints it when it starts";
  return strange.map((address) => fault("bootstrap", `${address} names no peer`, fix));
}
