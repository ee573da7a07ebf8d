import type { Cid, Clock, Did } from "@icn-mesh/core";
import type { NetworkService } from "../../network-service.ts";
import { ownBytes } from "../../own-bytes.ts";
import type { Protocol } from "../../protocol.ts";
import type { WaitOptions } from "../../wait-options.ts";
import type { BlockCounts } from "../block-counts.ts";
import type { BlockLimits } from "../block-limits.ts";
import { createAskAround } from "./ask-around.ts";
import { addProviders, type Fetching, type FetchResult, newFetching, waitFor } from "./fetching.ts";
import { createLine } from "./line.ts";
import type { LinkListener } from "./provider-link.ts";
import { createProviderLinks } from "./provider-links.ts";

/** The side that asks. */
export interface BlockClient {
  /** The block, from one of `providers` or else of the connected peers; its bytes hash to the CID. */
  fetch(cid: Cid, providers: Iterable<Did>, options?: WaitOptions): Promise<FetchResult>;
  /** Whoever waits is told that there is no provider. */
  stop(): void;
}

/** What the client needs. */
export interface BlockClientComponents {
  readonly network: Pick<NetworkService, "open" | "peers">;
  readonly clock: Clock;
  readonly protocol: Protocol;
  readonly counts: BlockCounts;
}

const NO_PROVIDER: FetchResult = { ok: false, code: "NETWORK_NO_PROVIDER" };

/** A client that has asked for nothing yet. */
export function createBlockClient(components: BlockClientComponents, limits: BlockLimits): BlockClient {
  const { network, counts } = components;
  const fetchings = new Map<Cid, Fetching>();
  const line = createLine();
  const listener: LinkListener = {
    onBlock(peer, cid, bytes) {
      counts.add("blocksReceived");
      counts.add("bytesReceived", bytes.length);
      const fetching = answeredBy(peer, cid);
      if (fetching) finish(fetching, { ok: true, bytes: ownBytes(bytes), from: peer });
      advanceAll();
    },
    onPresence(peer, cid, has) {
      const fetching = answeredBy(peer, cid);
      if (has) fetching?.known.add(peer);
      if (fetching) advance(fetching);
      advanceAll();
    },
    onEnd(link, _why, asks) {
      for (const cid of asks) answeredBy(link.peer, cid);
      advanceAll();
    },
  };
  const links = createProviderLinks(
    { ...components, listener, onTick: () => around.help(fetchings) },
    limits,
  );
  const around = createAskAround(links, limits);

  function answeredBy(peer: Did, cid: Cid): Fetching | undefined {
    const fetching = fetchings.get(cid);
    fetching?.asked.delete(peer);
    return fetching;
  }

  function advance(fetching: Fetching): void {
    if (!around.advance(fetching)) finish(fetching, NO_PROVIDER);
  }

  /** An answer makes room for the next ask, perhaps for another block. */
  function advanceAll(): void {
    for (const fetching of fetchings.values()) if (fetching.asked.size === 0) advance(fetching);
  }

  function finish(fetching: Fetching, result: FetchResult): void {
    fetchings.delete(fetching.cid);
    for (const peer of fetching.asked.keys()) links.get(peer)?.cancel(fetching.cid);
    for (const tell of fetching.waiters) tell(result);
    line.next();
  }

  return {
    async fetch(cid, providers, options = {}) {
      options.signal?.throwIfAborted();
      while (!fetchings.has(cid) && fetchings.size >= limits.maxFetches) await line.wait(options);
      const fetching = fetchings.get(cid) ?? newFetching(cid);
      fetchings.set(cid, fetching);
      const connected = network.peers().map(({ did }) => did);
      addProviders(fetching, providers, connected);
      const result = waitFor(fetching, options, () => finish(fetching, NO_PROVIDER));
      advance(fetching);
      if (fetchings.size < limits.maxFetches) line.next();
      return result;
    },
    stop() {
      links.stop();
      for (const fetching of fetchings.values()) finish(fetching, NO_PROVIDER);
    },
  };
}
