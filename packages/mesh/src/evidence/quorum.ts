import type { Cid, ExecutionReceipt } from "@icn-mesh/core";
import { MeshError } from "../errors.ts";
import { type GuestFailure, isGuestFailure } from "../lifecycle/reasons.ts";
import { opensCommit } from "./commitment.ts";
import { isReceiptFor, type Replica, type VerificationPolicy, type VerificationStep } from "./replica.ts";

/** More replicas than a record can name do not exist. */
const MAX_REPLICAS = 32;

/** What one replica said, in a form that equal results share. */
interface Claim {
  readonly assignment: Cid;
  readonly text: string;
  readonly failure: GuestFailure | null;
}

/**
 * Believes what `agree` of `replicas`, more than half, say. First all commit, then the manager shows the commits, then each shows
 * the receipt that it committed to; it decides as soon as enough agree, or no longer can. Of two sides that are as many,
 * neither is believed and none is outvoted.
 */
export function quorum(replicas: number, agree: number): VerificationPolicy {
  const isWhole = Number.isInteger(replicas) && Number.isInteger(agree);
  const isMajority = agree <= replicas && 2 * agree > replicas;
  if (!isWhole || !isMajority || replicas > MAX_REPLICAS) {
    throw new MeshError(`no quorum: ${agree} of ${replicas}`, { code: "MESH_BAD_QUORUM", replicas, agree });
  }
  return (evidence) => {
    const distinct = oneOfEach(evidence.replicas);
    return evidence.revealed ? countClaims(distinct, agree) : countCommits(distinct, agree);
  };
}

/** One voice for each executor, whatever the order: that of its first assignment by CID. */
function oneOfEach(replicas: readonly Replica[]): readonly Replica[] {
  const sorted = replicas.toSorted((a, b) => (a.assignment.cid < b.assignment.cid ? -1 : 1));
  const byExecutor = Map.groupBy(sorted, ({ assignment }) => assignment.body.executor);
  return [...byExecutor.values()].flatMap((same) => same.slice(0, 1));
}

function countCommits(replicas: readonly Replica[], agree: number): VerificationStep {
  const live = replicas.filter(({ isOver }) => !isOver);
  if (live.length < agree) return rejected;
  const missing = live.filter(({ commit }) => commit === null);
  return missing.length > 0 ? waitFor("commits", missing) : waitFor("reveal", []);
}

function countClaims(replicas: readonly Replica[], agree: number): VerificationStep {
  const claims = replicas.flatMap((replica) => claimOf(replica) ?? []);
  const pending = replicas.filter(isPending);
  const sides = [...Map.groupBy(claims, ({ text }) => text).values()];
  const [largest = [], second = []] = sides.toSorted((one, other) => other.length - one.length);
  // Only the replica that an outvoted one asked for can make two sides equal.
  const isTied = largest.length >= agree && second.length === largest.length;
  if (largest.length >= agree && !isTied) return decided(largest, claims);
  const isOpen = isTied ? pending.length > 0 : largest.length + pending.length >= agree;
  return isOpen ? waitFor("receipts", pending) : rejected;
}

function decided(agreeing: readonly Claim[], claims: readonly Claim[]): VerificationStep {
  const agreed = agreeing.map(({ assignment }) => assignment);
  const others = claims.filter(({ text }) => text !== agreeing[0]?.text);
  const sides = { agreed, outvoted: others.map(({ assignment }) => assignment) };
  const failure = agreeing[0]?.failure ?? null;
  return failure === null ? { step: "accept", ...sides } : { step: "reject", reason: failure, ...sides };
}

function claimOf({ assignment, commit, receipt }: Replica): Claim | undefined {
  if (commit === null || receipt === null) return undefined;
  if (!isReceiptFor(receipt, assignment) || !opensCommit(receipt, commit)) return undefined;
  return claimIn(assignment.cid, receipt.body);
}

/** Who goes on from what another has left answers for its own steps only, and is held against those that did so too. */
function claimIn(assignment: Cid, { outcome, resumedFrom }: ExecutionReceipt): Claim | undefined {
  if (outcome.type === "failed") {
    if (!isGuestFailure(outcome.class)) return undefined;
    return { assignment, text: JSON.stringify([resumedFrom, outcome.class]), failure: outcome.class };
  }
  const outputs = Object.entries(outcome.outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return { assignment, text: JSON.stringify([resumedFrom, outcome.result, outputs]), failure: null };
}

function isPending({ commit, receipt, isOver }: Replica): boolean {
  return commit !== null && receipt === null && !isOver;
}

function waitFor(what: "commits" | "reveal" | "receipts", from: readonly Replica[]): VerificationStep {
  return { step: "wait", for: what, from: from.map(({ assignment }) => assignment.cid) };
}

const rejected: VerificationStep = { step: "reject", reason: "verification", agreed: [], outvoted: [] };
