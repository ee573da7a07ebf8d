import type { Federation } from "../../federation.ts";
import { createLedger } from "../../ledger/ledger.ts";
import { replay } from "../../ledger/replay.ts";
import type { Truth } from "./truth.ts";
import type { Report } from "./violation.ts";

/** A world that has come to rest. */
export interface RestedWorld {
  readonly federation: Federation;
  readonly truth: Truth;
  readonly report: Report;
}

/** What has to be true of mana once everything has come to rest. */
export function checkBooks(world: RestedWorld): void {
  checkExecutors(world);
  checkCreators(world);
  checkLedger(world);
}

/** I-07 for executors: what was delivered to a quorum in time is paid, in full, and taken in. */
function checkExecutors({ truth, report }: RestedWorld): void {
  for (const cid of truth.deserved()) {
    const { settlement, body } = truth.books.assignments.get(cid) ?? {};
    const isPaid = settlement?.type === "pay" && settlement.taken === body?.price;
    if (!isPaid) report("I-07", `${cid} was delivered in time and came to ${settlement?.type ?? "nothing"}`);
    const own = settlement?.credits.findIndex(({ to }) => to === body?.executor) ?? -1;
    if (isPaid && !truth.books.isConsumed(settlement.slot, own))
      report("I-07", `the pay for ${cid} is not taken in`);
  }
}

/** I-04 and I-07 for creators: each hold has ended once, and all that nothing was paid for is back. */
function checkCreators({ truth, report }: RestedWorld): void {
  for (const [id, { account, closes, isReceivedBack }] of truth.books.holds) {
    if (!truth.honest.has(account)) continue;
    if (closes !== 1) report("I-04", `the hold ${id} has ended ${closes} times`);
    else if (!isReceivedBack) report("I-07", `the rest of ${id} is not back`);
  }
}

/** The shipped ledger comes to the same sums as the books of the oracle. */
function checkLedger({ federation, truth, report }: RestedWorld): void {
  const ledger = createLedger(federation);
  for (const { slot, refusal, missing } of replay(ledger, truth.books.facts))
    report("ledger", `${slot} cannot be replayed: ${refusal?.code ?? `without ${missing}`}`);
  for (const { name } of federation.constitution.units) {
    const [one, other] = [ledger.totals(name), truth.books.totals(name)];
    for (const key of ["minted", "balances", "held", "credits", "burned"] as const)
      if (one[key] !== other[key])
        report("ledger", `${key} ${name}: ${one[key]}, but the truth is ${other[key]}`);
  }
}
