import { type Clock, createBoundedMap, type Did, type LatencyStore } from "@icn-mesh/core";
import type { PeerLink } from "./peer-link.ts";
import { PROTOCOLS } from "./wire-names.ts";

/** Measures how far away peers are, by asking them for nothing. */
export interface LatencyProbe {
  /** Measures a peer, unless that was done lately; nobody waits for it. */
  measure(peer: Did): void;
}

/** What measuring takes. */
export interface LatencyProbeComponents {
  readonly link: Pick<PeerLink, "request" | "self">;
  readonly clock: Pick<Clock, "monotonic">;
  readonly latency: LatencyStore;
}

const NOTHING = new Uint8Array(0);
const MEASURE_AGAIN_MS = 60_000;
const MOST_PEERS = 10_000;

/** A probe that asks each peer once a minute at most. */
export function createLatencyProbe({ link, clock, latency }: LatencyProbeComponents): LatencyProbe {
  const measured = createBoundedMap<Did, number>({ max: MOST_PEERS, whenFull: "evict-oldest" });

  async function ask(peer: Did, sentAt: number): Promise<void> {
    const answer = await link.request(peer, PROTOCOLS.ping, NOTHING);
    if (answer.ok) latency.observe(peer, clock.monotonic() - sentAt);
  }

  return {
    measure(peer) {
      const now = clock.monotonic();
      const last = measured.get(peer);
      if (peer === link.self || (last !== undefined && now - last < MEASURE_AGAIN_MS)) return;
      measured.set(peer, now);
      ask(peer, now).catch(() => undefined); // a peer that does not answer stays unmeasured
    },
  };
}

/** Answers those who measure this node. */
export function servePings(link: Pick<PeerLink, "handle">): () => void {
  return link.handle(PROTOCOLS.ping, () => NOTHING);
}
