import {
  type Clock,
  createBoundedMap,
  type Did,
  type Logger,
  type NetworkId,
  type Rng,
  within,
} from "@icn-mesh/core";
import type { PeerLink } from "../network/peer-link.ts";
import { createOpenWork } from "../tasks/open-work.ts";
import { createHeadSession, type HeadSession, type SessionEnd } from "./head-session.ts";
import type { HeadSet } from "./head-set.ts";
import { type LeftOff, pullHeads } from "./pull-heads.ts";
import { serveHeads } from "./serve-heads.ts";

/** What the exchange needs. */
export interface HeadExchangeComponents {
  readonly net: NetworkId;
  readonly sets: readonly HeadSet[];
  readonly link: Pick<PeerLink, "events" | "handle" | "peers" | "request">;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
}

/** What one comparison with a peer came to. */
export interface PulledHeads {
  readonly end: SessionEnd;
  readonly asked: number;
  readonly bytes: number;
}

/** Compares what this node shares with what its peers do, and brings over what is missing here. */
export interface HeadExchange {
  start(): void;
  stop(): Promise<void>;
  /** Compares with one peer now. */
  pull(peer: Did): Promise<PulledHeads>;
}

const EVERY_MS = 30_000;
/** One peer is asked for no longer than this in one go; it goes on from there the next time. */
const SESSION_MS = 60_000;
const MOST_AT_ONCE = 4;
const MOST_WAITING = 256;
/** Whoever said what no honest node says is not asked again for so long. */
const SHUN_MS = 600_000;
const MOST_REMEMBERED = 4096;

/** An exchange that is to be started. */
export function createHeadExchange(components: HeadExchangeComponents): HeadExchange {
  const { net, sets, link, clock, rng, logger } = components;
  const over = new AbortController();
  const places = createBoundedMap<Did, LeftOff>({
    max: MOST_REMEMBERED,
    whenFull: "evict-oldest",
  });
  const shunned = createBoundedMap<Did, number>({ max: MOST_REMEMBERED, whenFull: "evict-oldest" });
  const waiting = new Set<Did>();
  const running = new Map<Did, Promise<PulledHeads>>();
  const work = createOpenWork((reason) => logger.error("the exchange failed", { reason: String(reason) }));
  const undo: (() => void)[] = [];

  async function compare(peer: Did): Promise<PulledHeads> {
    const { signal } = over;
    const leftOff: LeftOff = places.get(peer) ?? new Map();
    places.set(peer, leftOff);
    let session: HeadSession | undefined;
    await within(clock, { ms: SESSION_MS, signal }, (until) => {
      session = createHeadSession({ net, link, peer, clock, signal: until });
      return pullHeads(session, sets, leftOff);
    });
    const { end = "paused", asked = 0, bytes = 0 } = session ?? {};
    if (end === "misled") shunned.set(peer, clock.monotonic() + SHUN_MS);
    logger.debug("heads compared", { peer, end, asked, bytes });
    return { end, asked, bytes };
  }

  /** One comparison with a peer at a time: whoever asks meanwhile gets what it comes to. */
  function pull(peer: Did): Promise<PulledHeads> {
    const known = running.get(peer);
    if (known !== undefined) return known;
    const ended = compare(peer).finally(() => {
      running.delete(peer);
      next();
    });
    running.set(peer, ended);
    work.add(ended.then(() => undefined));
    return ended;
  }

  function due(peer: Did): void {
    if ((shunned.get(peer) ?? 0) > clock.monotonic() || running.has(peer)) return;
    if (waiting.size < MOST_WAITING) waiting.add(peer);
    next();
  }

  function next(): void {
    const [peer] = waiting;
    if (peer === undefined || running.size >= MOST_AT_ONCE || over.signal.aborted) return;
    waiting.delete(peer);
    void pull(peer); // what it rejects with is told where it is counted
  }

  async function repeat(): Promise<void> {
    for (;;) {
      await clock.after(EVERY_MS, over);
      const peers = link.peers();
      const peer = peers.length === 0 ? undefined : peers[rng.below(peers.length)];
      if (peer !== undefined) due(peer.did);
    }
  }

  return {
    start() {
      undo.push(serveHeads({ net, sets, link, clock }));
      undo.push(link.events.on("connected", ({ peer }) => due(peer)));
      for (const { did } of link.peers()) due(did);
      work.add(repeat().catch(() => undefined)); // it ends when the exchange does
    },
    async stop() {
      for (const each of undo.splice(0)) each();
      over.abort(STOPPED);
      await work.ended();
    },
    pull,
  };
}

const STOPPED = new DOMException("the exchange has stopped", "AbortError");
