import type { Bid, Cid, Job, JobId, Selection, Signed } from "@icn-mesh/core";
import {
  type BidCandidate,
  type CapabilityChecker,
  type Ineligibility,
  type JobLifecycle,
  type PolicyReader,
  recordedRequest,
  type SelectionRequest,
} from "@icn-mesh/mesh";

/** One round of bidding as a history has it: what was asked for, and who offered what. */
export interface RecordedRound {
  readonly request: SelectionRequest;
  readonly candidates: readonly BidCandidate[];
}

/** The policies that records are read by, by name. */
export type PolicyReaders = Readonly<Record<string, PolicyReader>>;

/** The rounds of one job; undefined in place of those whose policy or whose bids are not at hand. */
export function recordedRounds(
  { job, bids, selections }: JobLifecycle,
  policies?: PolicyReaders,
): readonly (RecordedRound | undefined)[] {
  const bodies = new Map(bids.map(({ cid, body }) => [cid, body]));
  return selections.map(({ body }) =>
    readRound(body, { job: job.body, jobId: job.cid as string as JobId, bodies, policies }),
  );
}

interface RoundSource {
  readonly job: Job;
  readonly jobId: JobId;
  readonly bodies: ReadonlyMap<Cid, Bid>;
  readonly policies: PolicyReaders | undefined;
}

function readRound(
  selection: Selection,
  { job, jobId, bodies, policies }: RoundSource,
): RecordedRound | undefined {
  const bids = selection.bids.flatMap(({ cid, sig }) => {
    const body = bodies.get(cid);
    return body === undefined ? [] : [{ cid, sig, body } as Signed<Bid>];
  });
  const rejected = new Map(selection.rejected.map(({ bid, reason }) => [bid, reason]));
  const request = recordedRequest(selection, {
    ...{ job, jobId, checker: recordedChecker(bids, rejected) },
    bidOf: () => undefined,
    isAuthentic: ({ cid }) => rejected.get(cid) !== "bad-signature",
    ...(policies !== undefined && { policies }),
  });
  if (request === undefined || bids.length < selection.bids.length) return undefined;
  const facts = new Map(selection.inputs.map(({ executor, values }) => [executor, values]));
  return { request, candidates: bids.map((bid) => ({ bid, facts: facts.get(bid.body.by) ?? {} })) };
}

/** Believes of each bid what whoever recorded its rejection believed; there is one bid of an executor in a round. */
function recordedChecker(
  bids: readonly Signed<Bid>[],
  rejected: ReadonlyMap<Cid, string>,
): CapabilityChecker {
  const reasons = new Map(bids.map(({ cid, body }) => [body.by, rejected.get(cid)]));
  const unless =
    (reason: Ineligibility) =>
    ({ by }: Bid): boolean =>
      reasons.get(by) !== reason;
  return {
    provesCapability: unless("capability-unproven"),
    provesTrustScope: unless("trust-scope-unproven"),
    provesFederation: unless("federation-not-allowed"),
  };
}
