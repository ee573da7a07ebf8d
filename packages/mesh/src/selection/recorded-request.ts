import type { Bid, Data, Did, Job, JobId, Selection, Signed, SignedLink } from "@icn-mesh/core";
import * as z from "zod";
import type { CapabilityChecker } from "./capability-checker.ts";
import type { ExecutorFacts } from "./executor-facts.ts";
import { WHOLE } from "./millionths.ts";
import { type PolicyReader, readPolicy } from "./policies/read-policy.ts";
import type { SelectionRequest } from "./selection-request.ts";

/** What a third party holds a selection record against. */
export interface SelectionEvidence {
  readonly job: Job;
  readonly jobId: JobId;
  /** The bid behind a link, with the signature of the link; undefined for one that is not here. */
  readonly bidOf: (link: SignedLink) => Signed<Bid> | undefined;
  readonly checker: CapabilityChecker;
  readonly isAuthentic: (bid: Signed<Bid>) => boolean;
  /** What the third party knows of executors itself, such as reputations; the rest is taken as the record claims it. */
  readonly factsOf?: (executor: Did) => ExecutorFacts;
  /** The policies by name; those of this package when not given. */
  readonly policies?: Readonly<Record<string, PolicyReader>>;
}

const paramsSchema = z.strictObject({
  at: z.int().min(0),
  newcomerPpm: z.int().min(0).max(WHOLE),
  settings: z.custom<Data>((value) => value !== undefined),
  mostNeedMs: z.int().min(0).optional(),
});

/** The request that a record says it answers; undefined where its policy is unknown. */
export function recordedRequest(
  { round, policy }: Selection,
  { job, jobId, checker, isAuthentic, policies }: SelectionEvidence,
): SelectionRequest | undefined {
  const params = paramsSchema.safeParse(policy.params);
  if (!params.success) return undefined;
  const { at, newcomerPpm, settings, mostNeedMs } = params.data;
  const named = readPolicy(policy.name, settings, policies);
  if (named === undefined) return undefined;
  return {
    job,
    jobId,
    round,
    at,
    ...(mostNeedMs === undefined ? {} : { mostNeedMs }),
    policy: { ...named, newcomerPpm },
    checker,
    isAuthentic,
  };
}
