import type { Clock, Did, Storage } from "@icn-mesh/core";
import type { Charge } from "./charge-record.ts";
import type { Usage } from "./quota.ts";
import { dayKey, readSpentKey, readSum, SPENT_MODEL } from "./spent-projection.ts";

/** What accounts have open, and have spent today. */
export interface UsageTally {
  /** The day that the clock says, counted from the epoch. */
  readonly day: number;
  /** Adds to the account of a charge; what is not of today adds to its open jobs only. */
  count(charge: Charge, change: { readonly jobs: 1 | -1; readonly amount: bigint }): void;
  usage(account: Did): Usage;
}

/** What a tally begins with: the charges that are open, and a store that adds up those of today. */
export interface UsageTallyComponents {
  readonly storage: Storage;
  readonly clock: Pick<Clock, "now">;
  readonly open: Iterable<Charge>;
}

const DAY_MS = 86_400_000;

type Spent = Map<Did, Map<string, bigint>>;

/** A tally of what the store says. */
export async function openUsageTally({ storage, clock, open }: UsageTallyComponents): Promise<UsageTally> {
  const openJobs = new Map<Did, number>();
  let day = today();
  let spent = await readSpent(storage, day);
  for (const { account } of open) addJobs(account, 1);

  function today(): number {
    return Math.floor(clock.now() / DAY_MS);
  }

  function turnOfDay(): void {
    if (today() === day) return;
    day = today();
    spent = new Map();
  }

  function addJobs(account: Did, jobs: 1 | -1): void {
    const left = (openJobs.get(account) ?? 0) + jobs;
    if (left === 0) openJobs.delete(account);
    else openJobs.set(account, left);
  }

  return {
    get day() {
      turnOfDay();
      return day;
    },
    count({ account, unit, day: of }, { jobs, amount }) {
      turnOfDay();
      addJobs(account, jobs);
      if (of === day) addTo(spent, account, { unit, amount });
    },
    usage(account) {
      turnOfDay();
      return {
        openJobs: openJobs.get(account) ?? 0,
        spent: new Map(spent.get(account)),
        resetsInMs: (day + 1) * DAY_MS - clock.now(),
      };
    },
  };
}

async function readSpent(storage: Storage, day: number): Promise<Spent> {
  const spent: Spent = new Map();
  for await (const { key, value } of storage.rows(SPENT_MODEL, { from: dayKey(day), to: dayKey(day + 1) })) {
    const { account, unit } = readSpentKey(key);
    addTo(spent, account, { unit, amount: readSum(value) });
  }
  return spent;
}

function addTo(
  spent: Spent,
  account: Did,
  { unit, amount }: { readonly unit: string; readonly amount: bigint },
): void {
  const units = spent.get(account) ?? new Map<string, bigint>();
  spent.set(account, units.set(unit, (units.get(unit) ?? 0n) + amount));
}
