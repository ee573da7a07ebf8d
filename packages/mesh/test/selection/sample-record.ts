import type { Bid, Did, Signed, SignedLink } from "@icn-mesh/core";
import {
  createPermissiveChecker,
  type ExecutorFacts,
  recordSelection,
  type SelectionEvidence,
  selectExecutor,
} from "@icn-mesh/mesh";
import { candidate, creator, did, idOf, net, plainJob, requestFor } from "./sample-round.ts";

export const goodSig = (bid: Signed<Bid>): boolean => bid.sig[0] === 1;
const facts: ReadonlyMap<Did, ExecutorFacts> = new Map(
  Array.from({ length: 6 }, (_, index) => [
    did(index),
    { reputation: index * 20, latencyMs: 10 + index, ...(index === 3 ? { excluded: 1 } : {}) },
  ]),
);
const factsOf = (executor: Did) => facts.get(executor) ?? {};

/** Six bids: the fourth executor is excluded, the fifth is too dear, and the best signature is bad. */
export const candidates = Array.from({ length: 6 }, (_, index) => {
  const each = candidate(
    plainJob,
    { by: did(index), price: index === 4 ? 101n : BigInt(index + 1) },
    factsOf(did(index)),
  );
  return index === 5 ? { ...each, bid: { ...each.bid, sig: new Uint8Array(64) } } : each;
});
export const request = requestFor(plainJob, { isAuthentic: goodSig, mostNeedMs: 5000 });
export const record = recordSelection(selectExecutor(candidates, request), request, { net, by: creator });

const bidOf = ({ cid, sig }: SignedLink): Signed<Bid> | undefined => {
  const known = candidates.find(({ bid }) => bid.cid === cid)?.bid;
  return known === undefined ? undefined : { ...known, sig };
};
export const evidence: SelectionEvidence = {
  job: plainJob,
  jobId: idOf(plainJob),
  bidOf,
  checker: createPermissiveChecker(),
  isAuthentic: goodSig,
  factsOf: (executor) => ({ reputation: factsOf(executor).reputation }),
};
