import { type Cid, cidOf } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import type { AttemptEvent, Fence, JobPlan, LifecycleEvent } from "@icn-mesh/mesh";

/** How much of everything there is. Events beyond what the plan allows are among it on purpose. */
export interface UniverseSize {
  readonly attempts: number;
  readonly seqs: readonly number[];
  readonly strangers: boolean;
  /** Whether one more replica is among it than the plan asks for. */
  readonly extra?: boolean;
}

const cidNamed = (name: string): Cid => cidOf(new TextEncoder().encode(name), "raw");
const cids = new Map<string, Cid>();

/** A CID that stands for a name, always the same one. */
function cidFor(name: string): Cid {
  const cid = cids.get(name) ?? cidNamed(name);
  cids.set(name, cid);
  return cid;
}

/** The assignment of an attempt. */
export function fenceFor(replica: number, attempt: number): Fence {
  return { replica, attempt, assignment: cidFor(`assignment ${replica} ${attempt}`) };
}

/** The receipt of an attempt. */
export function receiptFor({ replica, attempt }: Fence, outcome = "ok"): Cid {
  return cidFor(`receipt ${replica} ${attempt} ${outcome}`);
}

/** Every event that a job of this plan could ever meet, and some that it should not. */
export function universeOf(plan: JobPlan, size: UniverseSize): readonly LifecycleEvent[] {
  const replicas = range(plan.replicas + (size.strangers || size.extra === true ? 1 : 0));
  const fences = replicas.flatMap((replica) =>
    range(size.attempts).flatMap((attempt) => {
      const fence = fenceFor(replica, attempt + 1);
      return size.strangers ? [fence, { ...fence, assignment: cidFor("another") }] : [fence];
    }),
  );
  return [...roundEvents(plan), ...fences.flatMap((fence) => eventsOf(fence, size)), ...jobEvents(fences)];
}

function roundEvents({ maxRounds }: JobPlan): readonly LifecycleEvent[] {
  return range(maxRounds + 2).flatMap((round) => [
    { type: "opened", round } as const,
    { type: "closed", round } as const,
  ]);
}

function eventsOf(fence: Fence, { seqs }: UniverseSize): readonly LifecycleEvent[] {
  const assigned = [fence.replica, fence.replica + 1].map(
    (number) => ({ type: "assigned", fence, executor: sampleDid(number + 1), leaseMs: 30_000 }) as const,
  );
  const kinds = ["progress", "checkpoint"] as const;
  const answers = ["accepted", "refused", "released", "committed"] as const;
  const outcomes = ["ok", "trap", "crashed"] as const;
  const later: readonly AttemptEvent[] = [
    ...answers.map((type) => ({ type, fence })),
    ...kinds.flatMap((kind) => seqs.map((seq) => ({ type: "progressed", fence, kind, seq }) as const)),
    ...outcomes.map(
      (outcome) => ({ type: "reported", fence, outcome, receipt: receiptFor(fence, outcome) }) as const,
    ),
    { type: "lost", fence, reason: "lost" },
  ];
  return [...assigned, ...later];
}

function jobEvents(fences: readonly Fence[]): readonly LifecycleEvent[] {
  const receipts = new Set(fences.flatMap((fence) => [receiptFor(fence), receiptFor(fence, "trap")]));
  return [
    { type: "revealed" },
    ...Array.from(receipts, (receipt) => ({ type: "anchored", receipt }) as const),
    { type: "cancelled" },
    { type: "ended", status: "completed" },
    { type: "ended", status: "cancelled" },
    { type: "ended", status: "failed", reason: "lost" },
    { type: "ended", status: "failed", reason: "no-bids" },
  ];
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, at) => at);
}
