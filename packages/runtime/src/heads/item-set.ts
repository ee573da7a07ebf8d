import { type BlockInput, type Cid, cidOf, type Storage } from "@icn-mesh/core";
import { RuntimeError } from "../errors.ts";
import { createTurns } from "../tasks/turns.ts";
import type { BucketHead } from "./bucket-tables.ts";
import { createGroupDigests, type GroupDigests, type GroupHead } from "./group-digests.ts";
import { type HeadSetName, type ItemPlace, itemName } from "./item-names.ts";
import { createItemRows, type IdRange, type ItemRows, type ItemRowsComponents } from "./item-rows.ts";

/** An item on its way into a set, with the blocks that it keeps. */
export interface NewItem extends ItemPlace {
  readonly bytes: Uint8Array;
  readonly blocks?: readonly BlockInput[];
}

/** A durable set of items that can be compared with that of another node. */
export interface ItemSet {
  readonly size: number;
  has(place: ItemPlace): Promise<boolean>;
  /** The block of an item; undefined if it is not in the set. */
  read(place: ItemPlace): Promise<Uint8Array | undefined>;
  /** Adds those that are not there, in one commit, and says which they were. */
  add(items: readonly NewItem[]): Promise<readonly NewItem[]>;
  remove(places: readonly ItemPlace[]): Promise<void>;
  countOf(group: number): number;
  /** Groups below one, the highest first. */
  groups(below: number | null, most: number): Promise<readonly GroupHead[]>;
  digestOf(group: number): Promise<Uint8Array>;
  buckets(group: number): Promise<readonly BucketHead[]>;
  /** One digest for all groups below one, or for all there are; equal for equal sets. */
  chain(below: number | null): Promise<Uint8Array>;
  /** The next ids of a group, ascending. */
  ids(range: IdRange, most: number): Promise<readonly Cid[]>;
}

/** Told of every item that is there when a set is opened, with its row in the read model. */
export type SeeItem = (place: ItemPlace, row: Uint8Array) => void;

/** Opens a set as it was left. */
export async function openItemSet(
  components: ItemRowsComponents,
  set: HeadSetName,
  see: SeeItem,
): Promise<ItemSet> {
  const rows = createItemRows(components, set);
  const digests = createGroupDigests((group, bucket) => rows.ids({ group, bucket }), components.clock);
  await load(rows, digests, see);
  return createItemSet(components.storage, rows, digests);
}

async function load(rows: ItemRows, digests: GroupDigests, see: SeeItem): Promise<void> {
  let ids: Cid[] = [];
  let current: number | undefined;
  for await (const { place, row } of rows.all()) {
    if (current !== undefined && place.group !== current) {
      digests.load(current, ids);
      ids = [];
    }
    current = place.group;
    ids.push(place.id);
    see(place, row);
  }
  if (current !== undefined) digests.load(current, ids);
}

function createItemSet(storage: Storage, rows: ItemRows, digests: GroupDigests): ItemSet {
  const turns = createTurns();
  const refOf = (place: ItemPlace) => storage.ref(itemName(rows.prefix, place));

  async function missing(items: readonly NewItem[]): Promise<readonly NewItem[]> {
    const distinct = [...new Map(items.map((item) => [itemName(rows.prefix, item), item])).values()];
    const known = await Promise.all(distinct.map(refOf));
    return distinct.filter((_, index) => known[index] === null);
  }

  async function write(items: readonly NewItem[]): Promise<readonly NewItem[]> {
    const added = await missing(items);
    if (added.length === 0) return added;
    const name = (item: NewItem) => itemName(rows.prefix, item);
    const refs = added.map((item) => ({ name: name(item), expect: null, to: cidOf(item.bytes) }));
    const blocks = added.flatMap(({ bytes, blocks: kept = [] }) => [{ bytes }, ...kept]);
    const result = await storage.commit({ blocks, refs });
    if (!result.ok) throw new RuntimeError("overtaken", { code: "RUNTIME_OVERTAKEN", ref: result.ref });
    for (const { group, id } of added) digests.note(group, id, 1);
    return added;
  }

  async function drop(place: ItemPlace): Promise<void> {
    const expect = await refOf(place);
    if (expect === null) return;
    const result = await storage.commit({ refs: [{ name: itemName(rows.prefix, place), expect, to: null }] });
    if (result.ok) digests.note(place.group, place.id, -1);
  }

  async function headOf(group: number): Promise<GroupHead> {
    return { group, count: digests.countOf(group), digest: await digests.digestOf(group) };
  }

  return {
    get size() {
      return digests.size;
    },
    has: async (place) => (await refOf(place)) !== null,
    async read(place) {
      const cid = await refOf(place);
      return cid === null ? undefined : storage.get(cid);
    },
    add: (items) => turns.take(() => write(items)),
    remove: (places) =>
      turns.take(async () => {
        for (const place of places) await drop(place);
      }),
    countOf: digests.countOf,
    groups: (below, most) =>
      turns.take(() => {
        const lower = digests.groups.filter((group) => below === null || group < below);
        return Promise.all(lower.slice(-most).reverse().map(headOf));
      }),
    digestOf: (group) => turns.take(() => digests.digestOf(group)),
    buckets: (group) => turns.take(() => digests.buckets(group)),
    chain: (below) => turns.take(() => digests.chain(below)),
    async ids(range, most) {
      const ids: Cid[] = [];
      for await (const id of rows.ids(range)) {
        if (ids.push(id) === most) break;
      }
      return ids;
    },
  };
}
