import type { Cid, Storage } from "@icn-mesh/core";
import { DagError } from "../errors.ts";
import type { Chain, ChainLink } from "./chain.ts";
import { getValue } from "./get-record.ts";

/** Which part of a history to read. */
export interface ChainRange {
  /** The newest link; null for a history that has none. */
  readonly head: Cid | null;
  /** A link that is already known: only what came after it is read. */
  readonly after?: Cid | null;
  /** The most links to read, 10⁶ when not given: beyond it `DAG_CHAIN_TOO_LONG` is thrown. */
  readonly maxLength?: number;
  readonly signal?: AbortSignal;
}

const MAX_LENGTH = 1_000_000;
const MAX_HELD = 4096;

/**
 * The links from the newest to the oldest. Throws `DAG_BLOCK_MISSING` or `DAG_BLOCK_REFUSED` where the history breaks
 * off, and `DAG_CHAIN_FORKED` at its end if it does not contain `after`.
 */
export async function* newestFirst<Body>(
  storage: Pick<Storage, "get">,
  chain: Chain<Body>,
  { head, after = null, maxLength = MAX_LENGTH, signal }: ChainRange,
): AsyncGenerator<ChainLink<Body>, void, undefined> {
  let length = 0;
  for (let cid = head; cid !== after; length++) {
    signal?.throwIfAborted();
    if (cid === null) throw new DagError("not a continuation", { code: "DAG_CHAIN_FORKED", head, after });
    if (length === maxLength) throw new DagError("too long", { code: "DAG_CHAIN_TOO_LONG", head, maxLength });
    const body = await readLink(storage, chain, cid);
    yield { cid, body };
    cid = chain.prevOf(body);
  }
}

/**
 * The links from the oldest to the newest, as `newestFirst` reads them. It holds one CID per link, and the bodies of
 * the oldest few thousand: the blocks of what is newer are read twice.
 */
export async function* oldestFirst<Body>(
  storage: Pick<Storage, "get">,
  chain: Chain<Body>,
  range: ChainRange,
): AsyncGenerator<ChainLink<Body>, void, undefined> {
  const cids: Cid[] = [];
  const held = new Map<Cid, Body>();
  for await (const { cid, body } of newestFirst(storage, chain, range)) {
    cids.push(cid);
    held.set(cid, body);
    if (cids.length > MAX_HELD) held.delete(cids[cids.length - 1 - MAX_HELD] as Cid);
  }
  for (const cid of cids.reverse()) {
    range.signal?.throwIfAborted();
    const body = held.get(cid) ?? (await readLink(storage, chain, cid));
    held.delete(cid);
    yield { cid, body };
  }
}

/** What folding a history needs: a store, its kind, and the part of it that `initial` does not contain yet. */
export interface ChainFold<Body, State> {
  readonly storage: Pick<Storage, "get">;
  readonly chain: Chain<Body>;
  readonly range: ChainRange;
  readonly initial: State;
}

/** The state after all links, oldest first; to go on later, fold from this state with `after` at this head. */
export async function foldChain<Body, State>(
  { storage, chain, range, initial }: ChainFold<Body, State>,
  step: (state: State, link: ChainLink<Body>) => State,
): Promise<State> {
  let state = initial;
  for await (const link of oldestFirst(storage, chain, range)) state = step(state, link);
  return state;
}

async function readLink<Body>(storage: Pick<Storage, "get">, chain: Chain<Body>, cid: Cid): Promise<Body> {
  const found = await getValue(storage, chain.codec, cid);
  if (found.ok) return found.value;
  if (found.reason === "missing") {
    throw new DagError(`${cid} of a history is not here`, { code: "DAG_BLOCK_MISSING", cid });
  }
  const { refusal } = found;
  throw new DagError(`${cid} is no link: ${refusal.code}`, { code: "DAG_BLOCK_REFUSED", cid, refusal });
}
