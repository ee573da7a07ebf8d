import {
  assignmentRecord,
  type Cid,
  cidOf,
  closeRecord,
  depositRecord,
  type NetworkId,
  operationRecord,
} from "@icn-mesh/core";
import { type GuardAsk, linkSlot, operationSlot, settlementSlot } from "@icn-mesh/economics";

/** Which slot a request is about, and the body that should fill it; null where guards compute what does. */
export interface SlotAsked {
  readonly slot: string;
  readonly body: Cid | null;
}

/** Reads that without any check; undefined where a request is about no slot, or not well formed. */
export function slotAsked(net: NetworkId, ask: GuardAsk): SlotAsked | undefined {
  switch (ask.type) {
    case "operation": {
      const read = operationRecord.codec.decode(ask.operation.body);
      const body = cidOf(ask.operation.body);
      return read.ok ? { slot: operationSlot(net, read.value.by, read.value.seq), body } : undefined;
    }
    case "assign":
      return linkAsked(ask.assignment.body);
    case "deposit": {
      const read = depositRecord.codec.decode(ask.deposit.body);
      const body = cidOf(ask.deposit.body);
      return read.ok ? { slot: depositRecord.slotOf(read.value, body), body } : undefined;
    }
    case "settle":
      return { slot: settlementSlot(ask.assignment), body: null };
    case "close":
      return endAsked(ask.close.body);
    default:
      return undefined;
  }
}

function linkAsked(bytes: Uint8Array): SlotAsked | undefined {
  const read = assignmentRecord.codec.decode(bytes);
  return read.ok ? { slot: linkSlot(read.value.hold, read.value.seq), body: cidOf(bytes) } : undefined;
}

function endAsked(bytes: Uint8Array): SlotAsked | undefined {
  const read = closeRecord.codec.decode(bytes);
  return read.ok ? { slot: linkSlot(read.value.hold, read.value.seq), body: null } : undefined;
}
