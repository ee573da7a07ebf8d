import { type Cid, type Clock, createBoundedMap, type Did } from "@icn-mesh/core";
import type { BlockLimits } from "../block-limits.ts";
import { createProviderLink, type LinkComponents, type ProviderLink } from "./provider-link.ts";

/** The links to those who are asked for blocks, with the knowledge of who is worth asking. */
export interface ProviderLinks {
  /** The one of these peers that will answer soonest; undefined if none has room for one more. */
  best(peers: Iterable<Did>): ProviderLink | undefined;
  /** True if this peer is not to be asked for now. */
  isBarred(peer: Did): boolean;
  /** The link to a peer, if there is one. */
  get(peer: Did): ProviderLink | undefined;
  /** Asks that have waited in silence so long that another peer should be asked too. */
  readonly slow: Iterable<readonly [Did, Cid]>;
  /** Closes all; no link is made after it. */
  stop(): void;
}

/** What the links need. */
export interface ProviderLinksComponents extends Omit<LinkComponents, "openMs"> {
  /** Called a few times in every `hedgeMs`, while there are links. */
  readonly onTick: () => void;
}

/** No links yet. */
export function createProviderLinks(components: ProviderLinksComponents, limits: BlockLimits): ProviderLinks {
  const { clock, counts, listener } = components;
  const links = new Map<Did, ProviderLink>();
  const barred = createBoundedMap<Did, number>({ max: 1024, whenFull: "evict-oldest" });
  const stopped = new AbortController();
  let isWatching = false;

  function open(peer: Did): ProviderLink {
    const parts = { ...components, openMs: limits.answerMs, listener: { ...listener, onEnd } };
    const link = createProviderLink(parts, peer);
    links.set(peer, link);
    if (!isWatching) watch().catch(() => undefined); // it fails when it is stopped, and in no other way
    return link;
  }

  const onEnd: LinkComponents["listener"]["onEnd"] = (link, why, asks) => {
    if (links.get(link.peer) === link) links.delete(link.peer);
    if (why === "wrong") {
      counts.add("wrong");
      barred.set(link.peer, clock.monotonic() + limits.barMs);
    }
    listener.onEnd(link, why, asks);
  };

  async function watch(): Promise<void> {
    isWatching = true;
    while (links.size > 0) {
      await clock.after(limits.hedgeMs / 4, { signal: stopped.signal });
      const now = clock.monotonic();
      for (const link of links.values()) inspect(link, now);
      components.onTick();
    }
    isWatching = false;
  }

  function hasRoom(peer: Did): boolean {
    return (links.get(peer)?.asks.size ?? 0) < limits.window;
  }

  function inspect(link: ProviderLink, now: number): void {
    if (link.asks.size === 0 && now - link.asks.idleSince >= limits.idleMs) link.close();
    if (!isSilent(link, now, limits.answerMs)) return;
    counts.add("silent");
    barred.set(link.peer, now + limits.answerMs);
    link.close();
  }

  return {
    best(peers) {
      if (stopped.signal.aborted) return undefined;
      const peer = soonest([...peers].filter(hasRoom), (each) => links.get(each)?.asks.delay ?? 0);
      return peer && (links.get(peer) ?? open(peer));
    },
    isBarred(peer) {
      const until = barred.get(peer);
      return until !== undefined && clock.monotonic() < until;
    },
    get: (peer) => links.get(peer),
    get slow() {
      return slowAsks(links.values(), clock, limits.hedgeMs);
    },
    stop() {
      stopped.abort();
      for (const link of links.values()) link.close();
    },
  };
}

function soonest(peers: readonly Did[], delayOf: (peer: Did) => number): Did | undefined {
  const [first, ...others] = peers;
  return others.reduce((best, peer) => (best && delayOf(best) <= delayOf(peer) ? best : peer), first);
}

function isSilent(link: ProviderLink, now: number, ms: number): boolean {
  for (const [, since] of link.asks.list()) if (now - since >= ms) return true;
  return false;
}

function* slowAsks(links: Iterable<ProviderLink>, clock: Clock, ms: number): Iterable<readonly [Did, Cid]> {
  const now = clock.monotonic();
  for (const link of links) {
    for (const [cid, since] of link.asks.list()) if (now - since >= ms) yield [link.peer, cid];
  }
}
