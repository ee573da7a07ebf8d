import { type Clock, cidOf, type Did, type JobId, type Storage } from "@icn-mesh/core";
import type { BookExtras } from "../job/book-store.ts";
import { ownBlock } from "../job/own-records.ts";
import { CHARGES, refNames } from "../job/ref-names.ts";
import { type Charge, chargeRecord } from "./charge-record.ts";
import type { Quota, QuotaRefusal, Usage } from "./quota.ts";
import { openUsageTally } from "./usage-tally.ts";

/** What a job is going to hold. */
export interface Claim {
  readonly account: Did;
  readonly unit: string;
  readonly amount: bigint;
}

/** A job that is within its account's quota, or why it is not. Until it is written or dropped it counts. */
export type Admission =
  | { readonly ok: true; readonly seat: QuotaSeat }
  | { readonly ok: false; readonly refusal: QuotaRefusal };

/** The place of one job in a quota. */
export interface QuotaSeat {
  /** What has to be in the commit that writes the job, so that it counts after a restart as well. */
  extras(job: JobId): Required<BookExtras>;
  /** The job is written. */
  written(job: JobId): void;
  /** The job was not written: it does not count. */
  drop(): void;
}

/** The end of a job that counts: what has to be in the commit that ends it, and what to call after that. */
export interface QuotaEnd {
  readonly extras: Required<BookExtras>;
  closed(): void;
}

/** What the accounts of this node have open and have spent, against what they may. */
export interface Quotas {
  admit(claim: Claim): Admission;
  /** True for a job that counts and is not closed. */
  counts(job: JobId): boolean;
  /** The job is settled, and so much was taken from its hold; undefined for one that does not count. */
  end(job: JobId, taken: bigint): QuotaEnd | undefined;
  usage(account: Did): Usage;
}

/** What quotas are kept with; an account without a quota is not counted. */
export interface QuotaComponents {
  readonly storage: Storage;
  readonly clock: Pick<Clock, "now">;
  readonly quotaOf: (account: Did) => Quota | undefined;
}

const OPEN = `${CHARGES}open/`;
const FREE: QuotaSeat = {
  extras: () => ({ blocks: [], refs: [] }),
  written: () => undefined,
  drop: () => undefined,
};

/** Reads what counts now. Every job counts from its first commit to its last, whatever crashes in between. */
export async function openQuotas({ storage, clock, quotaOf }: QuotaComponents): Promise<Quotas> {
  const open = await readOpen(storage);
  const tally = await openUsageTally({ storage, clock, open: open.values() });

  function seatFor(charge: Charge): QuotaSeat {
    return {
      extras: (job) => chargeAt(refNames.openCharge(job), charge),
      written: (job) => void open.set(job, charge),
      drop: () => tally.count(charge, { jobs: -1, amount: -charge.amount }),
    };
  }

  return {
    admit(claim) {
      const quota = quotaOf(claim.account);
      if (quota === undefined) return { ok: true, seat: FREE };
      const refusal = beyond(quota, claim, tally.usage(claim.account));
      if (refusal !== undefined) return { ok: false, refusal };
      const charge: Charge = { t: "icn-mesh/charge/1", day: tally.day, ...claim };
      tally.count(charge, { jobs: 1, amount: charge.amount });
      return { ok: true, seat: seatFor(charge) };
    },
    counts: (job) => open.has(job),
    end(job, taken) {
      const charge = open.get(job);
      if (charge === undefined) return undefined;
      const closed = () => {
        if (open.delete(job)) tally.count(charge, { jobs: -1, amount: taken - charge.amount });
      };
      return { extras: endOf(job, charge, taken), closed };
    },
    usage: tally.usage,
  };
}

async function readOpen(storage: Storage): Promise<Map<JobId, Charge>> {
  const open = new Map<JobId, Charge>();
  for await (const { name, cid } of storage.refs(OPEN)) {
    open.set(name.slice(OPEN.length) as JobId, chargeRecord.codec.parse(await ownBlock(storage, cid)));
  }
  return open;
}

function endOf(job: JobId, charge: Charge, taken: bigint): Required<BookExtras> {
  const { refs } = chargeAt(refNames.openCharge(job), charge);
  const over = chargeAt(refNames.charge(job), { ...charge, amount: taken });
  const gone = refs.map(({ name, to: expect }) => ({ name, expect, to: null }));
  return { blocks: over.blocks, refs: [...gone, ...over.refs] };
}

function chargeAt(name: string, charge: Charge): Required<BookExtras> {
  const bytes = chargeRecord.codec.encode(charge);
  return { blocks: [{ bytes }], refs: [{ name, expect: null, to: cidOf(bytes) }] };
}

function beyond(quota: Quota, { unit, amount: asked }: Claim, usage: Usage): QuotaRefusal | undefined {
  const { openJobs, spendPerDay } = quota;
  if (openJobs !== undefined && usage.openJobs >= openJobs)
    return { code: "RUNTIME_QUOTA_OPEN_JOBS", most: openJobs };
  const spent = usage.spent.get(unit) ?? 0n;
  if (spendPerDay === undefined || spent + asked <= spendPerDay) return undefined;
  const { resetsInMs } = usage;
  return { code: "RUNTIME_QUOTA_SPEND", unit, most: spendPerDay, spent, asked, resetsInMs };
}
