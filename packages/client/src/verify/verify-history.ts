import {
  type Bid,
  claimOf,
  createVerifier,
  isCid,
  type JobId,
  nobleEngine,
  type Signed,
  type SignedLink,
  type Verifier,
} from "@icn-mesh/core";
import { federationOf } from "@icn-mesh/economics";
import {
  type CapabilityChecker,
  checkHistory,
  createPermissiveChecker,
  type JobLifecycle,
  type SettlementStatus,
  verifySelection,
} from "@icn-mesh/mesh";
import { ClientError } from "../errors.ts";
import type { RouteMethods } from "../route-methods.ts";
import { checkMoney, type PaidAttempt } from "./check-money.ts";
import type { HistoryProblem } from "./history-problem.ts";
import { readHistoryCar, type ShownHistory } from "./read-history-car.ts";

/** What to hold a history against. */
export interface VerifyHistoryOptions {
  /** The federation whose guards are believed. Ask somebody else for it than the node that shows the history. */
  readonly net: string;
  /** The portable arithmetic of signatures when not given. */
  readonly verifier?: Verifier;
  /** Whose claims about executors are believed; anybody's when not given. */
  readonly checker?: CapabilityChecker;
  readonly signal?: AbortSignal;
}

/** What a history amounts to, and what is wrong with it: it is proven where nothing is. */
export interface VerifiedHistory {
  readonly proven: boolean;
  readonly problems: readonly HistoryProblem[];
  /** What the history says, as far as it can be read; null where it cannot. */
  readonly lifecycle: JobLifecycle | null;
  readonly settlement: SettlementStatus;
  readonly paid: readonly PaidAttempt[];
}

/** Fetches a history and checks it. */
export async function verifyHistory(
  methods: Pick<RouteMethods, "jobHistoryCar">,
  id: string,
  options: VerifyHistoryOptions,
): Promise<VerifiedHistory> {
  if (!isCid(id))
    throw new ClientError("not the id of a job", {
      code: "CLIENT_BAD_REQUEST",
      route: "jobHistoryCar",
      path: "id",
    });
  const { signal } = options;
  const car = await methods.jobHistoryCar({ params: { id }, ...(signal === undefined ? {} : { signal }) });
  return verifyHistoryCar(id as string as JobId, car, options);
}

/** Checks a history that is at hand as a CAR, wherever it came from. */
export async function verifyHistoryCar(
  id: JobId,
  car: AsyncIterable<Uint8Array>,
  {
    net,
    verifier = createVerifier({ engine: nobleEngine() }),
    checker = createPermissiveChecker(),
  }: VerifyHistoryOptions,
): Promise<VerifiedHistory> {
  const shown = await readHistoryCar(car);
  if (typeof shown === "string") return unproven({ problem: "unreadable", detail: shown });
  if (shown.net !== net || shown.job.body.net !== net) return unproven({ problem: "other-federation" });
  if (shown.job.cid !== (id as string)) return unproven({ problem: "other-job" });
  const { fold, findings } = checkHistory(shown, (claim) => verifier.verify(claim));
  const { lifecycle } = fold;
  const money = checkMoney(
    federationOf(shown.constitution, net as never),
    { lifecycle, proofs: shown.proofs },
    verifier,
  );
  const problems: readonly HistoryProblem[] = [
    ...findings.map((finding) => ({ problem: "history" as const, finding })),
    ...selectionProblems(lifecycle, shown, { verifier, checker }),
    ...money.problems,
  ];
  return {
    proven: problems.length === 0,
    problems,
    lifecycle,
    settlement: money.settlement,
    paid: money.paid,
  };
}

function unproven(problem: HistoryProblem): VerifiedHistory {
  return { proven: false, problems: [problem], lifecycle: null, settlement: "none", paid: [] };
}

interface Believed {
  readonly verifier: Verifier;
  readonly checker: CapabilityChecker;
}

function selectionProblems(
  { job, selections }: JobLifecycle,
  { facts }: ShownHistory,
  { verifier, checker }: Believed,
): readonly HistoryProblem[] {
  const known = new Map([...facts].map((fact) => [fact.cid, fact]));
  const bidOf = ({ cid, sig }: SignedLink): Signed<Bid> | undefined => {
    const fact = known.get(cid);
    return fact?.body.t === "icn/bid/1" ? { ...(fact as Signed<Bid>), sig } : undefined;
  };
  const evidence = {
    job: job.body,
    jobId: job.cid as string as JobId,
    bidOf,
    checker,
    isAuthentic: (bid: Signed<Bid>) => verifier.verify(claimOf(bid)),
  };
  return selections.flatMap(({ cid, body }) => {
    const verdict = verifySelection(body, evidence);
    return verdict.consistent ? [] : [{ problem: "selection" as const, cid, detail: verdict.problem }];
  });
}
