import type { Cid, Did } from "@icn-mesh/core";
import { createBoundedMap } from "@icn-mesh/core";
import type { WaitOptions } from "../wait-options.ts";
import type { BlockClient } from "./client/block-client.ts";
import type { FetchResult } from "./client/fetching.ts";

/** Fetches blocks that belong together, such as those of a file: who had one is asked for the next. */
export interface BlockSession {
  /** Rejects with the reason of the signal when it aborts; the peers are told then that nobody waits any more. */
  fetch(cid: Cid, options?: WaitOptions): Promise<FetchResult>;
  /** One more peer that may have the blocks. */
  add(provider: Did): void;
}

const MOST_PROVIDERS = 32;

/** A session that begins with these providers. */
export function createBlockSession(
  client: Pick<BlockClient, "fetch">,
  providers: readonly Did[],
): BlockSession {
  const known = createBoundedMap<Did, true>({ max: MOST_PROVIDERS, whenFull: "evict-oldest" });
  for (const provider of providers) known.set(provider, true);
  return {
    async fetch(cid, options) {
      const result = await client.fetch(
        cid,
        [...known].map(([did]) => did),
        options,
      );
      if (result.ok) known.set(result.from, true);
      return result;
    },
    add(provider) {
      known.set(provider, true);
    },
  };
}
