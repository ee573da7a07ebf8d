import { isCid } from "@icn-mesh/core";
import type { AccountMove } from "./account-history.ts";

/** A change of a balance, in JSON. */
export function moveJson({ seq, index, action, reason, unit, change }: AccountMove) {
  return {
    seq,
    index,
    type: action.type,
    reason,
    unit,
    change: change === undefined ? null : String(change),
    ...(action.type === "transfer" ? { to: action.to } : {}),
    ...(action.type === "hold" ? { job: action.job } : {}),
    ...(action.type === "receive" ? { slot: action.slot, ...settledBy(action.slot) } : {}),
  };
}

/** The assignment whose settlement fills a slot. */
export function settledBy(slot: string) {
  const cid = slot.slice(slot.lastIndexOf(" ") + 1);
  return slot.startsWith(SETTLEMENT) && isCid(cid) ? { assignment: cid } : {};
}

const SETTLEMENT = "icn/settle ";
