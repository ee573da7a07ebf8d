import { type BlockInput, type Cid, type Clock, cidOf, type RefChange, type Storage } from "@icn-mesh/core";
import { DagError } from "../errors.ts";
import { getValue } from "../records/get-record.ts";
import { type LeaseRecord, leaseRecord } from "./lease-record.ts";

/** Refs under this prefix keep what is on its way into the store; they are no part of what the store is about. */
export const LEASES = "lease/";

/** What a lease needs. */
export interface LeaseComponents {
  readonly storage: Pick<Storage, "commit">;
  readonly clock: Pick<Clock, "now">;
}

/** Keeps blocks from being swept until whatever is to keep them for good has been committed. */
export interface Lease {
  /** Stores blocks and keeps them, and everything named in `keeps`, from this commit on. */
  extend(blocks: readonly BlockInput[], keeps: readonly Cid[]): Promise<void>;
  /** What ends the lease, to be part of the commit that makes it superfluous; nothing before the first `extend`. */
  ending(): readonly RefChange[];
  /** To be called when the commit with the `ending` went through. */
  forget(): void;
  /** Ends the lease: what it alone keeps is garbage. */
  end(): Promise<void>;
  /** Its ref; undefined while it keeps nothing. */
  readonly name: string | undefined;
}

/** A lease that keeps nothing yet and has no ref; throws `DAG_LEASE_LOST` once somebody else has ended it. */
export function createLease({ storage, clock }: LeaseComponents): Lease {
  let name: string | undefined;
  let head: Cid | null = null;

  async function extend(blocks: readonly BlockInput[], keeps: readonly Cid[]): Promise<void> {
    const record: LeaseRecord = { t: "dag/lease/1", at: clock.now(), prev: head, keeps: [...keeps] };
    const bytes = leaseRecord.codec.encode(record);
    const to = cidOf(bytes);
    if (name === undefined) name = await claim([...blocks, { bytes }], to);
    else await move([...blocks, { bytes }], to);
    head = to;
  }

  /** Two leases may begin with the same blocks in the same millisecond; the later one gets another name. */
  async function claim(blocks: readonly BlockInput[], to: Cid): Promise<string> {
    for (let number = 1; ; number++) {
      const free = `${LEASES}${to}/${number}`;
      const result = await storage.commit({ blocks, refs: [{ name: free, expect: null, to }] });
      if (result.ok) return free;
    }
  }

  async function move(blocks: readonly BlockInput[], to: Cid): Promise<void> {
    const result = await storage.commit({ blocks, refs: ending().map((change) => ({ ...change, to })) });
    if (!result.ok) throw leaseLost(result.ref);
  }

  function ending(): readonly RefChange[] {
    return name === undefined ? [] : [{ name, expect: head, to: null }];
  }

  function forget(): void {
    [name, head] = [undefined, null];
  }

  return {
    get name() {
      return name;
    },
    extend,
    ending,
    forget,
    async end() {
      const refs = ending();
      forget();
      if (refs.length > 0) await storage.commit({ refs }); // whoever wins a race for it has ended the lease as well
    },
  };
}

/** Somebody ended a lease that was in use, so its blocks may be gone. */
export function leaseLost(lease: string): DagError {
  return new DagError(`${lease} was ended by somebody else`, { code: "DAG_LEASE_LOST", lease });
}

/**
 * Ends every lease that was last extended before `before`, as a crashed process leaves them behind; tells which. One in
 * use is extended whenever a block comes and a minute has passed, so an hour ago is long enough; whoever still holds an
 * ended one gets `DAG_LEASE_LOST`, and loses nothing that was acknowledged.
 */
export async function expireLeases(
  storage: Pick<Storage, "commit" | "get" | "refs">,
  { before }: { readonly before: number },
): Promise<readonly string[]> {
  const ended: string[] = [];
  for await (const { name, cid } of storage.refs(LEASES)) {
    const lease = await getValue(storage, leaseRecord.codec, cid);
    if (!lease.ok || lease.value.at >= before) continue;
    const result = await storage.commit({ refs: [{ name, expect: cid, to: null }] });
    if (result.ok) ended.push(name);
  }
  return ended;
}
