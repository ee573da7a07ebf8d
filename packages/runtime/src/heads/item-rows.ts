import type { Cid, Clock, NetworkId, Row, RowRange, Storage } from "@icn-mesh/core";
import { createBreaks } from "../tasks/breaks.ts";
import { HEADS_MODEL, type HeadSetName, type ItemPlace, itemName, placeIn, setPrefix } from "./item-names.ts";

/** Which ids of a group to list. */
export interface IdRange {
  readonly group: number;
  readonly bucket?: string | undefined;
  readonly after?: Cid | undefined;
}

/** The items of one set, as the read model lists them. */
export interface ItemRows {
  readonly prefix: string;
  /** Ids of a group, ascending. */
  ids(range: IdRange): AsyncIterable<Cid>;
  /** Every item, by group and then by id, with its row. */
  all(): AsyncIterable<{ readonly place: ItemPlace; readonly row: Uint8Array }>;
}

/** Where the items are. */
export interface ItemRowsComponents {
  readonly storage: Storage;
  readonly clock: Pick<Clock, "after" | "monotonic">;
  readonly net: NetworkId;
}

/** The clock is looked at after so many rows. */
const ROWS_AT_ONCE = 64;
/** What the CID of every record begins with. */
const ID_START = "bafyrei";
/** Before and after any letter of an id. */
const FIRST = "!";
const LAST = "~";

/** The rows of a set of a federation. */
export function createItemRows({ storage, clock, net }: ItemRowsComponents, set: HeadSetName): ItemRows {
  const prefix = setPrefix(net, set);

  async function* rows(range: RowRange): AsyncGenerator<Row, void, undefined> {
    const breaks = createBreaks(clock);
    let read = 0;
    for await (const row of storage.rows(HEADS_MODEL, range)) {
      yield row;
      read += 1;
      if (read % ROWS_AT_ONCE === 0) await breaks.due();
    }
  }

  return {
    prefix,
    async *ids({ group, bucket = "", after }) {
      const start = itemName(prefix, { group, id: `${ID_START}${bucket}` as Cid });
      const from = after === undefined ? start : `${itemName(prefix, { group, id: after })}${FIRST}`;
      for await (const { key } of rows({ from, to: `${start}${LAST}` })) yield placeIn(prefix, key).id;
    },
    async *all() {
      for await (const { key, value } of rows({ from: prefix, to: `${prefix}${LAST}` }))
        yield { place: placeIn(prefix, key), row: value };
    },
  };
}
