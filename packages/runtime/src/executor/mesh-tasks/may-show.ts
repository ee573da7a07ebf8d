import { certificateCodec } from "@icn-mesh/core";
import { settlementSlot } from "@icn-mesh/economics";
import type { WorkActor, WorkPlace } from "./work-place.ts";

/**
 * Whether the manager is shown the word on an assignment. A result that is not settled when the time to claim is over was
 * not shown to the guards in time either, or they have yet to say so: until they pay, it stays here. Of a quorum all
 * results are shown together, by rules of their own.
 */
export async function mayShow(
  { parts }: WorkPlace,
  { word, record, facts }: Pick<WorkActor, "facts" | "record" | "word">,
): Promise<boolean> {
  if (word?.body.t !== "icn/receipt/1" || word.body.outcome.type === "failed") return true;
  const { cid, body } = facts.assignment;
  if (record.commit !== null || parts.clock.now() < body.claimBy) return true;
  const proof = await parts.accounts.own.proof(settlementSlot(cid));
  const outcome = proof && certificateCodec.parse(proof.certificate).outcome;
  return typeof outcome === "object" && outcome.type !== "lapse";
}
