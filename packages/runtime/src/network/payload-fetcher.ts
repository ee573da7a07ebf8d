import { type Block, type Cid, codecOf, type KeptLinks, type Storage } from "@icn-mesh/core";
import type { BlockExchange } from "@icn-mesh/network";
import { refNames } from "../job/ref-names.ts";
import type { PayloadFetcher, PayloadTerms } from "../ports/payload-fetcher.ts";

/** What a fetcher works with. `linksOf` says which blocks belong to the one at hand: the pieces of a file, for one. */
export interface PayloadFetcherComponents {
  readonly storage: Storage;
  readonly exchange: Pick<BlockExchange, "fetch">;
  readonly linksOf: KeptLinks;
}

/** Fetches what the store does not have, and keeps the whole under a ref of its own in one commit. */
export function createPayloadFetcher(components: PayloadFetcherComponents): PayloadFetcher {
  const { storage, exchange, linksOf } = components;

  async function get(cid: Cid, { from, signal }: PayloadTerms): Promise<Fetched | undefined> {
    const own = await storage.get(cid);
    if (own !== undefined) return { cid, bytes: own, isNew: false };
    const fetched = await exchange.fetch(cid, { providers: from, signal });
    return fetched.ok ? { cid, bytes: fetched.bytes, isNew: true } : undefined;
  }

  /** The whole under a root; undefined if not all of it is to be had, or if it is too large. */
  async function gather(root: Cid, terms: PayloadTerms): Promise<readonly Fetched[] | undefined> {
    const gathered = new Map<Cid, Fetched>();
    const wanted = [root];
    let left = terms.maxBytes;
    for (let cid = wanted.pop(); cid !== undefined; cid = wanted.pop()) {
      if (gathered.has(cid)) continue;
      const block = await get(cid, terms);
      left -= block?.bytes.length ?? 0;
      if (block === undefined || left < 0) return undefined;
      gathered.set(cid, block);
      wanted.push(...linksOf(block));
    }
    return [...gathered.values()];
  }

  return {
    async fetch(root, terms) {
      const gathered = await gather(root, terms);
      if (gathered === undefined) return false;
      await keep(
        storage,
        root,
        gathered.filter(({ isNew }) => isNew),
      );
      return true;
    },
  };
}

interface Fetched extends Block {
  readonly isNew: boolean;
}

/** Two that fetch the same keep it once: the ref can only point at what it is named after. */
async function keep(storage: Storage, root: Cid, fresh: readonly Block[]): Promise<void> {
  const name = refNames.payload(root);
  if (fresh.length === 0 && (await storage.ref(name)) !== null) return;
  const blocks = fresh.map(({ cid, bytes }) => ({ codec: codecOf(cid), bytes }));
  const result = await storage.commit({ blocks, refs: [{ name, expect: null, to: root }] });
  if (!result.ok) await storage.commit({ blocks });
}
