import { type Cid, isCid } from "@icn-mesh/core";
import { settlementSlot } from "@icn-mesh/economics";

/** The assignment that a slot settles; undefined for any other slot. */
export function settledAssignment(slot: string): Cid | undefined {
  const cid = slot.slice(slot.lastIndexOf(" ") + 1);
  return isCid(cid) && settlementSlot(cid) === slot ? cid : undefined;
}
