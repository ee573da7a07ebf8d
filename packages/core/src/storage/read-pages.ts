import { assertInteger } from "../assert-in-range.ts";
import type { RowRange } from "../ports/storage.ts";
import type { OrderedMap } from "./ordered-map.ts";

const PAGE = 256;

/** Entries of a range page by page, each page a snapshot; `assertOpen` is asked before every entry. */
export async function* readPages<Value>(
  map: OrderedMap<Value>,
  range: RowRange,
  assertOpen: () => void,
): AsyncGenerator<readonly [string, Value]> {
  let { from, to } = range;
  let left = range.limit ?? Number.MAX_SAFE_INTEGER;
  assertInteger("limit", left);
  while (left > 0) {
    assertOpen();
    const limit = Math.min(PAGE, left);
    const page = map.entries({ from, to, reverse: range.reverse, limit });
    for (const entry of page) {
      assertOpen();
      yield entry;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    left -= page.length;
    if (range.reverse) to = last[0];
    else from = `${last[0]}\0`; // the least key above the last one
  }
}
