import {
  type AnyBody,
  type Cid,
  claimOf,
  type Entry,
  type Job,
  type Signed,
  type Verifier,
} from "@icn-mesh/core";
import { verificationPolicy } from "../evidence/verification-policy.ts";
import { checkAssignments } from "./check-assignments.ts";
import type { Finding } from "./finding.ts";
import { foldHistory, type HistoryFold } from "./fold-history.ts";
import type { JobLifecycle } from "./job-lifecycle.ts";
import { replicasOf } from "./replicas-of.ts";

/** A history as a stranger hands it over: every fact with its bytes, and the signature beside the entry's link to it. */
export interface SignedHistory {
  readonly job: Signed<Job>;
  readonly entries: Iterable<Signed<Entry>>;
  readonly facts: Iterable<Signed<AnyBody>>;
}

/** What a history amounts to, and what is wrong with it. Nothing is wrong if there are no findings. */
export interface CheckedHistory {
  readonly fold: HistoryFold;
  readonly findings: readonly Finding[];
}

type Verify = Verifier["verify"];

/**
 * Checks a copy of a history that may be cut, mixed up or made up. What is badly signed is reported and left out;
 * the rest is folded and held against itself.
 */
export function checkHistory({ job, entries, facts }: SignedHistory, verify: Verify): CheckedHistory {
  const written = [...entries];
  const forgedEntries = cidsOf(written.filter((entry) => !verify(claimOf(entry))));
  const good = written.filter(({ cid }) => !forgedEntries.has(cid));
  const known = new Map([...facts].map((fact) => [fact.cid, fact]));
  const forgedFacts = cidsOf(good.flatMap((entry) => forgedBy(entry, known, verify) ?? []));
  const forgedJob = verify(claimOf(job)) ? [] : [job.cid];
  const fold = foldHistory({
    job,
    entries: good,
    facts: [...known.values()].filter(({ cid }) => !forgedFacts.has(cid)),
  });
  const forged = new Set([...forgedJob, ...forgedEntries, ...forgedFacts]);
  return { fold, findings: [...named("bad-signature", forged), ...findingsIn(fold)] };
}

function cidsOf(facts: readonly { readonly cid: Cid }[]): ReadonlySet<Cid> {
  return new Set(facts.map(({ cid }) => cid));
}

/** The fact that an entry admits with a signature that does not hold. */
function forgedBy(
  { body: { happened } }: Signed<Entry>,
  known: ReadonlyMap<Cid, Signed<AnyBody>>,
  verify: Verify,
): Signed<AnyBody> | undefined {
  const fact = happened.type === "fact" ? known.get(happened.cid) : undefined;
  if (happened.type !== "fact" || fact === undefined) return undefined;
  const isGood = verify({ by: fact.body.by, message: fact.bytes, signature: happened.sig });
  return isGood ? undefined : fact;
}

function findingsIn(fold: HistoryFold): readonly Finding[] {
  return [
    ...fold.forks.map((fork) => ({ finding: "forked", ...fork }) as const),
    ...fold.gaps.map((gap) => ({ finding: "gap", ...gap }) as const),
    ...named("missing-fact", fold.wanted),
    ...named("foreign-entry", fold.foreign),
    ...fold.refused.map((refused) => ({ finding: "refused", ...refused }) as const),
    ...checkAssignments(fold),
    ...named("unproven-result", unprovenIn(fold.lifecycle)),
  ];
}

type NamedFinding = "bad-signature" | "foreign-entry" | "missing-fact" | "unproven-result";

function named(finding: NamedFinding, cids: Iterable<Cid>): readonly Finding[] {
  return Array.from(cids, (cid) => ({ finding, cid }));
}

/** Receipts on which the job completed although its verification policy does not accept them. */
function unprovenIn(lifecycle: JobLifecycle): readonly Cid[] {
  const { job, state, receipts } = lifecycle;
  if (state.status !== "Completed") return [];
  const step = verificationPolicy(job.body.verification)(replicasOf(lifecycle));
  const agreed = step.step === "accept" ? step.agreed : [];
  const anchored = receipts.filter(({ cid }) => state.receipts.includes(cid));
  return anchored.flatMap(({ cid, body }) => (agreed.includes(body.assignment) ? [] : [cid]));
}
