import type { Ref, Row, RowRange } from "@icn-mesh/core";
import { assertInteger } from "@icn-mesh/core/storage";
import type { PageRange } from "./local-engine.ts";

/** Entries per page of a list, each page a snapshot. */
export const PAGE = 256;

/** Refs under a prefix page by page; `readPage` is asked for those from a name on. */
export async function* readRefs(
  prefix: string,
  readPage: (from: string) => readonly Ref[] | Promise<readonly Ref[]>,
): AsyncGenerator<Ref> {
  let from = prefix;
  for (;;) {
    const page = await readPage(from);
    for (const ref of page) {
      if (!ref.name.startsWith(prefix)) return;
      yield ref;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = nextKey(last.name);
  }
}

/** Rows of a range page by page. */
export async function* readRows(
  range: RowRange,
  readPage: (range: PageRange) => readonly Row[] | Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  let { from, to } = range;
  let left = range.limit ?? Number.MAX_SAFE_INTEGER;
  assertInteger("limit", left);
  while (left > 0) {
    const limit = Math.min(PAGE, left);
    const page = await readPage({ from, to, reverse: range.reverse, limit });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    left -= page.length;
    if (range.reverse) to = last.key;
    else from = nextKey(last.key);
  }
}

/** Items of a list for as long as the store is open. */
export async function* whileOpen<Item>(
  assertOpen: () => void,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  assertOpen();
  for await (const item of items) {
    yield item;
    assertOpen();
  }
}

/** The least key above this one. */
export function nextKey(key: string): string {
  return `${key}\0`;
}
