import type { Amount, Assignment, Bid, Job } from "@icn-mesh/core";

const MS_PER_HOUR = 3_600_000n;

/** What delivered work costs: the price of the assignment, or the time at the bid's rate, rounded up, if that is less. */
export function priceOf(
  { job, bid, assignment }: { readonly job: Job; readonly bid: Bid; readonly assignment: Assignment },
  elapsedMs: number,
): Amount {
  const { pricing } = job;
  switch (pricing.type) {
    case "fixed":
      return assignment.price;
    case "per-hour": {
      const rate = bid.perHour ?? pricing.perHour;
      const metered = (rate * BigInt(elapsedMs) + MS_PER_HOUR - 1n) / MS_PER_HOUR;
      return least(metered, least(pricing.cap, assignment.price));
    }
  }
}

/** The smaller of two amounts. */
export function least(a: Amount, b: Amount): Amount {
  return a < b ? a : b;
}
