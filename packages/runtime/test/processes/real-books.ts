import type { JobWords, Orders } from "./node-words.ts";
import { FUNDS } from "./real-federation.ts";
import type { RealNode } from "./real-node.ts";

/** What has happened. */
export interface Tally {
  kills: number;
  restarts: number;
  jobs: number;
  paid: number;
  refunded: number;
}

/** What each account should have, kept apart from what any of the processes says. */
export interface RealBooks {
  /** Writes down how a job has ended. */
  ended(end: JobWords): void;
  /** Throws where an account has something else, or something else than all of it is there. */
  check(audit: Orders["audit"][1]): Promise<void>;
}

/** What the executor of a number asks for a job. The first is the cheapest; the fee is less than one. */
export function priceOf(executor: number): number {
  return executor + 1;
}

/** Books in which nothing has happened, which count in a tally. */
export function createRealBooks(
  tally: Tally,
  submitter: RealNode,
  executors: readonly RealNode[],
): RealBooks {
  const earned = executors.map(() => 0);
  const all = [submitter, ...executors];
  return {
    ended({ money, executor }) {
      tally.jobs += 1;
      if (money === "refunded") tally.refunded += 1;
      if (money !== "paid") return;
      tally.paid += 1;
      const index = executors.findIndex(({ did }) => did === executor);
      earned[index] = (earned[index] ?? 0) + priceOf(index);
    },
    async check(audit) {
      assertSound(audit, FUNDS * all.length);
      const balances = await Promise.all(all.map(({ order }) => order("balance", {})));
      const moved = balances.map(({ free }) => free - FUNDS).join();
      const spent = earned.reduce((sum, each) => sum + each, 0);
      const due = [-spent, ...earned].join();
      if (moved !== due) throw new Error(`the balances moved by ${moved}, and should have by ${due}`);
    },
  };
}

function assertSound({ findings, totals }: Orders["audit"][1], all: number): void {
  const { minted, held, credits, balances, burned } = totals;
  const isWhole = minted === all && balances + burned === all && held === 0 && credits === 0;
  if (findings.length > 0 || !isWhole) throw new Error(JSON.stringify({ findings, totals }));
}
