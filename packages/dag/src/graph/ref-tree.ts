import { type Cid, cidOf, cidToBytes, type Ref, type Storage } from "@icn-mesh/core";
import { DagError } from "../errors.ts";
import { getValue } from "../records/get-record.ts";
import { LEASES } from "./lease.ts";
import { MAX_PAGE_REFS, type RefPage, refPageRecord } from "./ref-page.ts";

/** Pages end where a hash says so, one in this many, so that one more ref changes the pages around it and no others. */
const MEAN_PAGE = 32;
const MAX_PAGES = 1024;

/**
 * One CID for all refs under a prefix and where they point: equal whenever they are equal, however they came about.
 * Leases, which belong to one store and one moment, do not count.
 */
export async function rootOfRefs(storage: Pick<Storage, "refs">, prefix = ""): Promise<Cid> {
  return buildRefTree(storage.refs(prefix), async (bytes) => cidOf(bytes));
}

/** Makes the pages of a tree over refs that come in order of their names; `put` is given each and tells its CID. */
export async function buildRefTree(
  refs: AsyncIterable<Ref>,
  put: (bytes: Uint8Array) => Promise<Cid>,
): Promise<Cid> {
  const putPage = (page: Pick<RefPage, "pages" | "refs">): Promise<Cid> =>
    put(refPageRecord.codec.encode({ t: "dag/refs/1", ...page }));
  let pages: Cid[] = [];
  for await (const page of paged(lasting(refs), endsRefs))
    pages.push(await putPage({ refs: page, pages: [] }));
  if (pages.length === 0) return putPage({ refs: [], pages: [] });
  while (pages.length > 1) {
    const above: Cid[] = [];
    for await (const page of paged(pages, endsPages)) above.push(await putPage({ refs: [], pages: page }));
    pages = above;
  }
  return pages[0] as Cid;
}

/** The refs of a stored tree, in order; throws `DAG_BLOCK_MISSING`, or `DAG_NOT_A_REF_TREE` where it is none. */
export async function* readRefTree(
  storage: Pick<Storage, "get">,
  root: Cid,
): AsyncGenerator<Ref, void, undefined> {
  const stack = [root];
  for (let cid = stack.pop(); cid !== undefined; cid = stack.pop()) {
    const found = await getValue(storage, refPageRecord.codec, cid);
    if (!found.ok) throw unreadable(cid, found.reason);
    stack.push(...found.value.pages.toReversed());
    yield* found.value.refs;
  }
}

async function* lasting(refs: AsyncIterable<Ref>): AsyncGenerator<Ref> {
  for await (const ref of refs) if (!ref.name.startsWith(LEASES)) yield ref;
}

/** Cuts a list into pages: a page ends with its first item for which `ends` holds, given how long the page is then. */
async function* paged<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  ends: (item: Item, length: number) => boolean,
): AsyncGenerator<Item[]> {
  let page: Item[] = [];
  for await (const item of items) {
    page.push(item);
    if (!ends(item, page.length)) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const utf8 = new TextEncoder();

/** By the name alone, so that a ref that moves stays on its page. */
function endsRefs({ name }: Ref, length: number): boolean {
  return length === MAX_PAGE_REFS || isLast(cidOf(utf8.encode(name), "raw"));
}

/** Two pages at least: every level is at most half as long as the one below it, whatever the hashes say. */
function endsPages(page: Cid, length: number): boolean {
  return length === MAX_PAGES || (length > 1 && isLast(page));
}

function isLast(cid: Cid): boolean {
  return (cidToBytes(cid).at(-1) ?? 0) % MEAN_PAGE === 0;
}

function unreadable(cid: Cid, reason: "missing" | "refused"): DagError {
  if (reason === "missing") return new DagError(`${cid} is not here`, { code: "DAG_BLOCK_MISSING", cid });
  return new DagError(`${cid} is no page of refs`, { code: "DAG_NOT_A_REF_TREE", cid });
}
