import { type Block, type Cid, type Clock, codecOf, type KeptLinks, type Storage } from "@icn-mesh/core";
import type { BlockExchange } from "@icn-mesh/network";
import { isFresh, keepPayload, payloadEntry } from "../payloads/keep-payload.ts";
import type { PayloadFetcher, PayloadTerms } from "../ports/payload-fetcher.ts";

/** What a fetcher works with. `linksOf` says which blocks belong to the one at hand: the pieces of a file, for one. */
export interface PayloadFetcherComponents {
  readonly storage: Storage;
  readonly clock: Pick<Clock, "now">;
  readonly exchange: Pick<BlockExchange, "fetch">;
  readonly linksOf: KeptLinks;
}

/** Fetches what the store does not have, and keeps the whole under a ref of its own in one commit. */
export function createPayloadFetcher(components: PayloadFetcherComponents): PayloadFetcher {
  const { storage, clock, exchange, linksOf } = components;

  async function get(cid: Cid, terms: PayloadTerms | undefined): Promise<Fetched | undefined> {
    const own = await storage.get(cid);
    if (own !== undefined) return { cid, bytes: own, isNew: false };
    if (terms === undefined) return undefined;
    const { from: providers, signal } = terms;
    const fetched = await exchange.fetch(cid, { providers, signal });
    return fetched.ok ? { cid, bytes: fetched.bytes, isNew: true } : undefined;
  }

  /** The whole under a root; undefined if not all of it is to be had, or if it is too large. */
  async function gather(root: Cid, terms?: PayloadTerms): Promise<Gathered | undefined> {
    const blocks: Fetched[] = [];
    const wanted = new Set([root]);
    let bytes = 0;
    // The set is iterated in order of insertion and meets what is added meanwhile.
    for (const cid of wanted) {
      const block = await get(cid, terms);
      bytes += block?.bytes.length ?? 0;
      if (block === undefined || !fits(terms, bytes)) return undefined;
      blocks.push(block);
      for (const link of linksOf(block)) wanted.add(link);
    }
    return { blocks, bytes };
  }

  /** What nothing has kept so far may be on its way out of the store, so all of it is written again. */
  async function bring(root: Cid, terms?: PayloadTerms): Promise<boolean> {
    const entry = await payloadEntry(storage, root);
    if (entry !== undefined && isFresh(entry, clock)) return fits(terms, entry.bytes);
    const gathered = await gather(root, terms);
    if (gathered === undefined) return false;
    const missing = gathered.blocks.filter(({ isNew }) => isNew || entry === undefined);
    const blocks = missing.map(({ cid, bytes }) => ({ codec: codecOf(cid), bytes }));
    await keepPayload({ storage, clock }, { root, bytes: gathered.bytes, blocks });
    return true;
  }

  return { fetch: bring, keep: (root) => bring(root) };
}

interface Fetched extends Block {
  readonly isNew: boolean;
}

interface Gathered {
  readonly blocks: readonly Fetched[];
  readonly bytes: number;
}

function fits(terms: PayloadTerms | undefined, bytes: number): boolean {
  if (terms === undefined || bytes <= terms.maxBytes) return true;
  terms.onTooLarge?.();
  return false;
}
