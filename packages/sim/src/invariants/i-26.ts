import {
  assignmentRecord,
  type Cid,
  cidOf,
  type Did,
  type Embedded,
  type NetworkId,
  operationRecord,
} from "@icn-mesh/core";
import { type GuardRequest, linkSlot, operationSlot } from "@icn-mesh/economics";
import type { SimFederation } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** Whatever crashes come between, an honest account asks guards for one thing in each slot. */
export const i26: Invariant = {
  id: "I-26",
  promise: "nobody honest ever shows two signatures for one slot",
  hold({ federations, keys }, broken) {
    const seen = new WeakSet<GuardRequest>();
    const signed = new Map<string, Cid>();
    function look({ truth, federation }: SimFederation): void {
      const fresh = truth.overheard.requests.filter((request) => !seen.has(request));
      for (const request of fresh) {
        seen.add(request);
        const asked = signedIn(federation.net, request);
        if (asked !== undefined && isHonest(asked, truth)) note(asked);
      }
    }
    function isHonest({ by, record }: SignedFor, { honest }: SimFederation["truth"]): boolean {
      return honest.has(by) && keys.verifier.verify({ by, message: record.body, signature: record.sig });
    }
    function note({ by, slot, cid }: SignedFor): void {
      if ((signed.get(slot) ?? cid) !== cid) broken(`${by} has signed two things for ${slot}`);
      signed.set(slot, cid);
    }
    return {
      during() {
        for (const federation of federations) look(federation);
      },
    };
  },
};

interface SignedFor {
  readonly by: Did;
  readonly slot: string;
  readonly cid: Cid;
  readonly record: Embedded;
}

function signedIn(net: NetworkId, { ask }: GuardRequest): SignedFor | undefined {
  if (ask.type === "operation") return operationIn(net, ask.operation);
  return ask.type === "assign" ? assignmentIn(ask.assignment) : undefined;
}

function operationIn(net: NetworkId, record: Embedded): SignedFor | undefined {
  const read = operationRecord.codec.decode(record.body);
  if (!read.ok) return undefined;
  const { by, seq } = read.value;
  return { by, slot: operationSlot(net, by, seq), cid: cidOf(record.body), record };
}

function assignmentIn(record: Embedded): SignedFor | undefined {
  const read = assignmentRecord.codec.decode(record.body);
  if (!read.ok) return undefined;
  const { by, hold, seq } = read.value;
  return { by, slot: linkSlot(hold, seq), cid: cidOf(record.body), record };
}
