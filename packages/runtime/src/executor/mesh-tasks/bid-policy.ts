import type { Did, Job, JobId, NetworkId } from "@icn-mesh/core";
import { estimateCost, type Rates } from "@icn-mesh/economics";

/** What an executor asks for one attempt. */
export interface BidTerms {
  readonly price: bigint;
  /** Paid where the guest fails; at most the price. */
  readonly failPrice: bigint;
  readonly perHour?: bigint;
  /** How long the attempt may need, from its assignment to its receipt. */
  readonly needMs: number;
  readonly estimatedMs?: number;
}

/** A job as a policy looks at it. */
export interface OfferedJob {
  readonly id: JobId;
  readonly job: Job;
  /** How much of the machine is taken, in millionths. */
  readonly loadPpm: number;
  readonly now: number;
}

/** Decides whether to bid, and for how much; null for no. The same job in the same circumstances gets the same answer. */
export type BidPolicy = (offered: OfferedJob) => BidTerms | null;

/** What the standard policy goes by. */
export interface BidPolicyOptions {
  readonly rates: Rates;
  /** The least price; 1 when not given. */
  readonly minPrice?: bigint;
  /** The part of the price that a failure of the guest costs, in millionths; 100 000 when not given. */
  readonly failPpm?: number;
  /** How much dearer a full machine is than an idle one, in millionths; 0 when not given. */
  readonly loadPpm?: number;
  /** Whose jobs to run; anybody's when not given. */
  readonly creators?: ReadonlySet<Did>;
  readonly networks?: ReadonlySet<NetworkId>;
  /** Whether to work at a moment, in milliseconds since the epoch; always when not given. */
  readonly isOpen?: (now: number) => boolean;
}

const WHOLE = 1_000_000n;
/** What an attempt takes besides the work: bringing inputs together, and the receipt. */
const OVERHEAD_MS = 10_000;

/** A policy that asks for resources by time at fixed rates, never more than the budget, and nothing of whom it does not serve. */
export function createBidPolicy(options: BidPolicyOptions): BidPolicy {
  const { rates, minPrice = 1n, failPpm = 100_000, loadPpm: surcharge = 0 } = options;
  const { creators, networks, isOpen } = options;

  function serves({ job, now }: OfferedJob): boolean {
    const isWelcome = creators?.has(job.by) ?? true;
    return isWelcome && (networks?.has(job.net) ?? true) && (isOpen?.(now) ?? true);
  }

  return (offered) => {
    const { job, loadPpm } = offered;
    if (!serves(offered)) return null;
    const workMs = Math.min(job.spec.limits.wallMs, job.maxExecutionMs);
    const cost = estimateCost(job.spec.resources, workMs, rates);
    const factor = WHOLE + (BigInt(surcharge) * BigInt(loadPpm)) / WHOLE;
    const asked = (cost * factor + WHOLE - 1n) / WHOLE;
    const price = asked < minPrice ? minPrice : asked;
    if (price > job.budget) return null;
    const needMs = Math.min(workMs + OVERHEAD_MS, job.maxExecutionMs);
    return { price, failPrice: (price * BigInt(failPpm)) / WHOLE, needMs, estimatedMs: workMs };
  };
}
