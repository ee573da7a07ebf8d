import { assignmentRecord, type Outcome, type Storage } from "@icn-mesh/core";
import type { Proof } from "../certificate/proof.ts";
import { blockAt } from "./vote-log.ts";

/** What it takes to use a vote or a certificate, apart from itself. */
export type SlotBodies = Pick<Proof, "body" | "terms">;

/** The bodies that an outcome names, of one that was voted for or certified here. */
export async function bodiesOf(storage: Storage, outcome: Outcome): Promise<SlotBodies> {
  if (typeof outcome !== "string") return { body: null, terms: null };
  const body = await blockAt(storage, outcome);
  return { body, terms: await termsIn(storage, body) };
}

/** What the assignment with these bytes was made under, if that is in the store; null for any other body. */
export async function termsIn(storage: Storage, body: Uint8Array): Promise<Proof["terms"]> {
  const assignment = assignmentRecord.codec.decode(body);
  if (!assignment.ok) return null;
  const [job, bid] = await Promise.all([
    storage.get(assignment.value.job),
    storage.get(assignment.value.bid),
  ]);
  return job === undefined || bid === undefined ? null : { job, bid };
}
