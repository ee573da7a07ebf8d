import {
  type Action,
  type Cid,
  type Job,
  replicaCount,
  type Settlement,
  type Verifier,
} from "@icn-mesh/core";
import {
  type CertifiedFact,
  type Federation,
  linkSlot,
  operationSlot,
  readProof,
  settlementSlot,
} from "@icn-mesh/economics";
import { type CertifiedMoney, type JobLifecycle, type SettlementStatus, settlementOf } from "@icn-mesh/mesh";
import type { HistoryProblem } from "./history-problem.ts";
import type { ShownHistory } from "./read-history-car.ts";

/** What certificates say of a job's money, and what is wrong with that. */
export interface CheckedMoney {
  readonly settlement: SettlementStatus;
  /** What each executor was paid, by assignment. */
  readonly paid: readonly PaidAttempt[];
  readonly problems: readonly HistoryProblem[];
}

/** Who was paid for which attempt. */
export interface PaidAttempt {
  readonly assignment: Cid;
  readonly executor: string;
  readonly amount: bigint;
}

/** Holds the certificates about a job against its history: nobody works unheld, and nobody is paid for nothing. */
export function checkMoney(
  federation: Federation,
  { lifecycle, proofs }: { readonly lifecycle: JobLifecycle; readonly proofs: ShownHistory["proofs"] },
  verifier: Verifier,
): CheckedMoney {
  const problems: HistoryProblem[] = [];
  const bySlot = new Map<string, CertifiedFact>();
  for (const proof of proofs) {
    const read = readProof(federation, proof, verifier);
    if (read.ok) bySlot.set(read.value.certificate.slot, read.value);
    else problems.push({ problem: "certificate", detail: read.refusal.code });
  }
  const money = moneyIn(lifecycle, bySlot);
  problems.push(...holdProblems(lifecycle, bySlot), ...attemptProblems(lifecycle, money));
  return { settlement: settlementOf(lifecycle, money), paid: paidIn(lifecycle, money), problems };
}

type BySlot = ReadonlyMap<string, CertifiedFact>;

interface ShownMoney extends CertifiedMoney {
  readonly assignments: ReadonlyMap<Cid, Settlement | null>;
}

function moneyIn({ job, assignments }: JobLifecycle, bySlot: BySlot): ShownMoney {
  const { hold, net } = job.body;
  const certified = assignments.filter(
    ({ cid, body }) => bySlot.get(linkSlot(hold, body.seq))?.certificate.outcome === cid,
  );
  const end = bySlot.get(linkSlot(hold, certified.length));
  return {
    isHeld: bySlot.has(operationSlot(net, hold.account, hold.seq)),
    isClosed: settlementIn(end)?.type === "close",
    assignments: new Map(certified.map(({ cid }) => [cid, settlementIn(bySlot.get(settlementSlot(cid)))])),
  };
}

function settlementIn(certified: CertifiedFact | undefined): Settlement | null {
  return certified?.fact.type === "settlement" ? certified.fact.settlement : null;
}

function holdProblems({ job, state, assignments }: JobLifecycle, bySlot: BySlot): readonly HistoryProblem[] {
  const { hold, net } = job.body;
  const certified = bySlot.get(operationSlot(net, hold.account, hold.seq));
  if (certified === undefined)
    return state.status === "Submitted" || assignments.length === 0
      ? []
      : [{ problem: "hold", detail: "not certified" }];
  const action = certified.fact.type === "operation" ? certified.fact.body.do[hold.index] : undefined;
  return holdsFor(action, job) ? [] : [{ problem: "hold", detail: "not for this job" }];
}

function holdsFor(
  action: Action | undefined,
  { cid, body }: { readonly cid: Cid; readonly body: Job },
): boolean {
  if (action?.type !== "hold" || action.job !== (cid as string) || action.unit !== body.unit) return false;
  return action.amount >= body.budget * BigInt(replicaCount(body));
}

/** An attempt whose result counts was certified; one that was paid in full has shown a result. */
function attemptProblems(
  { state, receipts }: JobLifecycle,
  { assignments }: ShownMoney,
): readonly HistoryProblem[] {
  const anchored =
    state.status === "Completed" ? receipts.filter(({ cid }) => state.receipts.includes(cid)) : [];
  const uncertified = anchored.filter(({ body }) => !assignments.has(body.assignment));
  const reported = new Set(receipts.map(({ body }) => body.assignment));
  const paid = [...assignments].filter(([, settlement]) => settlement?.type === "pay");
  return [
    ...uncertified.map(({ body }) => ({ problem: "uncertified-assignment" as const, cid: body.assignment })),
    ...paid.flatMap(([cid]) =>
      reported.has(cid) ? [] : [{ problem: "paid-without-receipt" as const, cid }],
    ),
  ];
}

function paidIn({ assignments }: JobLifecycle, money: ShownMoney): readonly PaidAttempt[] {
  return assignments.flatMap(({ cid, body: { executor } }) => {
    const credits = money.assignments.get(cid)?.credits ?? [];
    const amount = credits.reduce((sum, credit) => (credit.to === executor ? sum + credit.amount : sum), 0n);
    return amount === 0n ? [] : [{ assignment: cid, executor, amount }];
  });
}
