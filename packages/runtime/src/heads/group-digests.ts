import { type Cid, type Clock, sha256 } from "@icn-mesh/core";
import { createBreaks } from "../tasks/breaks.ts";
import {
  type BucketHead,
  createBucketTables,
  DIGEST_BYTES,
  digestOfBuckets,
  digestOfGroup,
  type ReadIds,
} from "./bucket-tables.ts";

/** What there is in one group. */
export interface GroupHead {
  readonly group: number;
  readonly count: number;
  readonly digest: Uint8Array;
}

/** Digests of a set that is compared group by group and, within a large group, bucket by bucket. */
export interface GroupDigests {
  readonly size: number;
  countOf(group: number): number;
  /** All groups, ascending. */
  readonly groups: readonly number[];
  /** Takes note of an item that came into the set, or left it. */
  note(group: number, id: Cid, by: 1 | -1): void;
  /** Takes in a whole group, whose ids come ascending. */
  load(group: number, ids: readonly Cid[]): void;
  digestOf(group: number): Promise<Uint8Array>;
  buckets(group: number): Promise<readonly BucketHead[]>;
  /** One digest for all groups below one, or for all there are; equal for equal sets. */
  chain(below: number | null): Promise<Uint8Array>;
}

const NOTHING: Uint8Array = new Uint8Array(DIGEST_BYTES);

/** Digests of an empty set. One question is asked at a time. */
export function createGroupDigests(
  readIds: ReadIds,
  clock: Pick<Clock, "after" | "monotonic">,
): GroupDigests {
  const states = new Map<number, State>();
  const tables = createBucketTables(readIds);
  const chains = new Map<number, Uint8Array>(); // of each group with all below it
  const groups: number[] = [];
  let size = 0;

  function enter(group: number): State {
    const known = states.get(group);
    if (known !== undefined) return known;
    const state: State = { count: 0, digest: undefined };
    states.set(group, state);
    groups.splice(placeFor(groups, group), 0, group);
    return state;
  }

  function leave(group: number): void {
    states.delete(group);
    tables.forget(group);
    groups.splice(placeFor(groups, group), 1);
  }

  function forgetChains(from: number): void {
    for (let place = placeFor(groups, from); place < groups.length; place++)
      chains.delete(groups[place] as number);
  }

  async function digestOf(group: number): Promise<Uint8Array> {
    const state = states.get(group);
    if (state === undefined) return NOTHING;
    state.digest ??= digestOfBuckets(await tables.of(group));
    return state.digest;
  }

  return {
    get size() {
      return size;
    },
    countOf: (group) => states.get(group)?.count ?? 0,
    groups,
    note(group, id, by) {
      const state = enter(group);
      forgetChains(group);
      tables.note(group, id);
      state.digest = undefined;
      state.count += by;
      size += by;
      if (state.count === 0) leave(group);
    },
    load(group, ids) {
      const state = enter(group);
      state.count = ids.length;
      state.digest = digestOfGroup(ids);
      size += ids.length;
    },
    digestOf,
    buckets: async (group) => (states.has(group) ? tables.of(group) : []),
    async chain(below) {
      const breaks = createBreaks(clock);
      let last = NOTHING;
      for (const group of groups) {
        if (below !== null && group >= below) break;
        const known = chains.get(group);
        last = known ?? sha256(linkOf(last, group, await digestOf(group)));
        if (known === undefined) chains.set(group, last);
        await breaks.due();
      }
      return last;
    },
  };
}

interface State {
  count: number;
  digest: Uint8Array | undefined;
}

/** Where a number stands, or would stand, among ascending ones. */
function placeFor(sorted: readonly number[], number: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function linkOf(last: Uint8Array, group: number, digest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(2 * DIGEST_BYTES + 8);
  bytes.set(last);
  new DataView(bytes.buffer).setBigUint64(DIGEST_BYTES, BigInt(group));
  bytes.set(digest, DIGEST_BYTES + 8);
  return bytes;
}
