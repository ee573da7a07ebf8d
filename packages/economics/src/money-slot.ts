import {
  type Cid,
  type Did,
  type HoldId,
  holdSlot,
  isCid,
  isDid,
  type NetworkId,
  type Slot,
  slotFor,
} from "@icn-mesh/core";

/** The slot of an account's operation number `seq`, the same as that of the record. */
export function operationSlot(net: NetworkId, account: Did, seq: number): Slot {
  return slotFor("icn/op/1", account, [net, seq]);
}

/** The slot of link `seq` in the chain of a hold: an assignment or the close, whoever signs it. */
export function linkSlot(hold: HoldId, seq: number): Slot {
  return `icn/link ${holdSlot(hold)} ${seq}` as Slot;
}

/** The one slot in which a certified assignment is settled. */
export function settlementSlot(assignment: Cid): Slot {
  return `icn/settle ${assignment}` as Slot;
}

/** One credit of a certified slot, as one word. */
export function creditKey(slot: string, index: number): string {
  return `${slot}#${index}`;
}

const LINK = /^icn\/link (.+):(\d+):(\d+) (\d+)$/;
const SETTLEMENT = /^icn\/settle (\S+)$/;

/** The hold and the number of a link, read back from its slot; undefined for any other slot. */
export function linkOf(slot: string): { readonly hold: HoldId; readonly seq: number } | undefined {
  const [, account, seq, index, link] = LINK.exec(slot) ?? [];
  if (!isDid(account)) return undefined;
  return { hold: { account, seq: Number(seq), index: Number(index) }, seq: Number(link) };
}

/** The assignment whose settlement fills a slot; undefined for any other slot. */
export function assignmentOf(slot: string): Cid | undefined {
  const [, cid] = SETTLEMENT.exec(slot) ?? [];
  return isCid(cid) ? cid : undefined;
}
