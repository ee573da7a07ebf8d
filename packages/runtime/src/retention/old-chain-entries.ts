import { assignmentRecord, type Cid, type Settlement, type Storage } from "@icn-mesh/core";
import { getValue } from "@icn-mesh/dag";
import { CHAINS, refNames } from "../job/ref-names.ts";
import { settledAssignment } from "../job/settled-assignment.ts";
import { chainEntryRecord } from "../settlement/chain-entry.ts";
import type { PruneParts, Removal } from "./removal.ts";

/** The part of `chain/<name>/<state>/<id>` that says the state. */
const STATE = 2;

/** Settlements that a chain has had for good since before a moment, of jobs that are not open. */
export async function* oldChainEntries(
  { storage }: Pick<PruneParts, "storage">,
  before: number,
): AsyncGenerator<Removal | undefined, void, undefined> {
  for await (const { name, cid } of storage.refs(CHAINS)) {
    const isFinal = name.split("/")[STATE] === "final";
    yield isFinal && (await isOld(storage, cid, before))
      ? { kind: "chain", refs: [{ name, cid }] }
      : undefined;
  }
}

async function isOld(storage: PruneParts["storage"], cid: Cid, before: number): Promise<boolean> {
  const entry = await getValue(storage, chainEntryRecord.codec, cid);
  if (!entry.ok) return false;
  const { submittedAt, settlement } = entry.value;
  return submittedAt !== null && submittedAt < before && !(await isOfOpenJob(storage, settlement));
}

/** As long as its job is open, a settlement may be handed in again, and has to be known. */
async function isOfOpenJob(storage: Pick<Storage, "get" | "ref">, { slot }: Settlement): Promise<boolean> {
  const cid = settledAssignment(slot);
  const assignment = cid && (await getValue(storage, assignmentRecord.codec, cid));
  return assignment?.ok === true && (await storage.ref(refNames.job(assignment.value.job))) !== null;
}
