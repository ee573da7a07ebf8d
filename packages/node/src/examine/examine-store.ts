import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Storage } from "@icn-mesh/core";
import { openStorage, scrub } from "@icn-mesh/dag";
import { audit, type Federation } from "@icn-mesh/economics";
import { runtimeProjections } from "@icn-mesh/runtime";
import type { Identity } from "../compose/open-identity.ts";
import { nodeKeptLinks } from "../compose/open-store.ts";
import type { NodeConfig } from "../config/node-config.ts";
import { codeOf } from "../data/code-of.ts";
import type { DataDirectory } from "../data/data-directory.ts";
import { type Diagnosis, fault, warning, well } from "./diagnosis.ts";

/** Whose store it is. */
export interface StoreOwner {
  readonly federation: Federation;
  readonly identity: Identity;
}

/** Looks at every block of a store, and at the ledger where the node guards. */
export async function examineStore(
  data: DataDirectory,
  { store }: NodeConfig,
  owner: StoreOwner,
): Promise<readonly Diagnosis[]> {
  const url = store.url ?? pathToFileURL(data.at("store")).href;
  const options = { projections: runtimeProjections, keptLinks: nodeKeptLinks(), createIfMissing: false };
  try {
    const storage = await openStorage(url, options);
    try {
      return [await blocks(storage), ...(await guarding(storage, data, owner))];
    } finally {
      await storage.close();
    }
  } catch (error) {
    if (codeOf(error) === "DAG_STORE_MISSING")
      return [warning("store", "none yet", "the first start makes one")];
    return [fault("store", error, "restore the store from a backup: icn-mesh restore")];
  }
}

async function blocks(storage: Storage): Promise<Diagnosis> {
  const report = await scrub(storage);
  const [first] = report.findings;
  if (first === undefined)
    return well("store", `${report.blocks} blocks and ${report.refs} refs are as they should be`);
  const what = first.type === "block" ? `block ${first.cid} (${first.fault})` : `ref ${first.name}`;
  const says = `${report.findings.length} damaged, the first: ${what}`;
  return fault("store", says, "restore the store from a backup: icn-mesh restore");
}

async function guarding(
  storage: Storage,
  data: DataDirectory,
  { federation, identity: { signer, verifier } }: StoreOwner,
): Promise<readonly Diagnosis[]> {
  if (!federation.isGuard(signer.did)) return [];
  const report = await audit({ federation, storage, verifier });
  const [first] = report.findings;
  const ledger =
    first === undefined
      ? well("ledger", `${report.facts} certified facts keep every promise`)
      : fault(
          "ledger",
          `${report.findings.length} promises broken, the first: ${first.invariant} at ${first.slot}: ${first.detail}`,
          "stop this guard, keep its data, and tell the other guards: docs/operating.md, recovery",
        );
  return [ledger, await boots(data, report.facts)];
}

async function boots(data: DataDirectory, facts: number): Promise<Diagnosis> {
  const path = data.at("boots");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text !== undefined && /^\d{1,15}\n$/.test(text)) return well("boots", `opened ${text.trim()} times`);
  const fix = "restore the number from your notes, or a higher one; never a lower one";
  if (text === undefined && facts === 0) return well("boots", "not opened yet");
  return fault(
    "boots",
    text === undefined ? `${path} is gone, and this guard has voted` : `${path} is damaged`,
    fix,
  );
}
