import { type Cid, cidOf, createBoundedMap, type Did, type Storage } from "@icn-mesh/core";
import { ownBlock } from "../job/own-records.ts";
import { QUOTAS, refNames } from "../job/ref-names.ts";
import type { Quota } from "./quota.ts";
import { quotaRecord } from "./quota-record.ts";

/** The quotas that an operator has given to accounts, which outlive the node, and the one that all others have. */
export interface QuotaBook {
  /** What accounts have that were given none; undefined where they are not limited, and not counted. */
  readonly standard: Quota | undefined;
  /** What an account may do, for a runtime to ask. A change holds from the next job on. */
  quotaOf(account: Did): Quota | undefined;
  /** What was given, by account. */
  given(): ReadonlyMap<Did, Quota>;
  /** Gives a quota in place of the one before; false where so many accounts have one that there is no room. */
  give(account: Did, quota: Quota): Promise<boolean>;
  /** Has an account go by the standard again; false where it does. */
  takeBack(account: Did): Promise<boolean>;
}

/** What accounts have that were given none. */
export interface QuotaBookOptions {
  readonly standard?: Quota | undefined;
  /** Accounts that the standard does not limit, such as the node's own. */
  readonly exempt?: readonly Did[];
}

/** How many accounts may have a quota of their own. */
const MOST_GIVEN = 10_000;

/** The quotas that are in a store. */
export async function openQuotaBook(
  storage: Storage,
  { standard, exempt = [] }: QuotaBookOptions = {},
): Promise<QuotaBook> {
  const book = createBoundedMap<Did, Quota>({ max: MOST_GIVEN, whenFull: "refuse" });
  for await (const { cid } of storage.refs(QUOTAS)) {
    const { account, ...limits } = quotaRecord.codec.parse(await ownBlock(storage, cid));
    book.set(account, quotaIn(limits));
  }
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: what is said last holds, in the store as here. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  }

  async function point(
    account: Did,
    to: Cid | null,
    blocks: { readonly bytes: Uint8Array }[],
  ): Promise<void> {
    const name = refNames.quota(account);
    const expect = await storage.ref(name);
    await storage.commit({ blocks, refs: [{ name, expect, to }] });
  }

  return {
    standard,
    quotaOf: (account) => book.get(account) ?? (exempt.includes(account) ? undefined : standard),
    given: () => new Map(book),
    give: (account, quota) =>
      inTurn(async () => {
        if (!book.has(account) && book.size >= MOST_GIVEN) return false;
        const bytes = quotaRecord.codec.encode(recordOf(account, quota));
        await point(account, cidOf(bytes), [{ bytes }]);
        return book.set(account, quota);
      }),
    takeBack: (account) =>
      inTurn(async () => {
        if (!book.has(account)) return false;
        await point(account, null, []);
        return book.delete(account);
      }),
  };
}

function recordOf(account: Did, { openJobs = null, spendPerDay = null }: Nullable<Quota>) {
  return { t: "icn-mesh/quota/1", account, openJobs, spendPerDay } as const;
}

function quotaIn({ openJobs, spendPerDay }: Nullable<Quota>): Quota {
  return {
    ...(openJobs === null || openJobs === undefined ? {} : { openJobs }),
    ...(spendPerDay === null || spendPerDay === undefined ? {} : { spendPerDay }),
  };
}

type Nullable<Shape> = { readonly [Name in keyof Shape]?: Shape[Name] | null };
