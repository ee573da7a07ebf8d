import { createMemoryStorage, type MemoryDisk, type Verifier } from "@icn-mesh/core";
import type { Federation } from "../../federation.ts";
import { audit } from "../../views/audit.ts";
import type { Report } from "./violation.ts";

/** The disk of a guard that is not faulty, and who may judge it. */
export interface GuardDisk {
  readonly guard: string;
  readonly disk: MemoryDisk;
  readonly federation: Federation;
  readonly verifier: Verifier;
}

/** Everything that a guard's disk holds keeps every promise of the ledger. A guard that runs on it is closed. */
export async function checkStore(
  { guard, disk, federation, verifier }: GuardDisk,
  report: Report,
): Promise<void> {
  const storage = createMemoryStorage({ disk });
  const { findings } = await audit({ federation, storage, verifier });
  // One guard of many may have been shown in time what the others were not; `checkBooks` asks for a quorum.
  const isAlone = federation.quorum === 1;
  for (const { invariant, slot, detail } of findings)
    if (isAlone || invariant !== "I-07") report(`audit ${invariant}`, `${guard} ${slot}: ${detail}`);
}
