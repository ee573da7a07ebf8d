import { type Clock, type Did, isDid, type Logger, type Rng } from "@icn-mesh/core";
import type { NetworkLimits } from "../network-limits.ts";
import type { NetworkMetrics } from "../network-metrics.ts";
import type { ConnectResult } from "../network-results.ts";
import type { Address, ConnectOptions, PeerInfo } from "../network-service.ts";
import type { Deadlines } from "../requests/deadlines.ts";
import type { Transport } from "../transport.ts";
import { DEFAULT_TIMEOUT_MS } from "../wait-options.ts";
import { withDeadline } from "../with-deadline.ts";
import { createKeeper } from "./keeper.ts";
import { OFFENCES, type PeerOffence, type Standing } from "./standing.ts";

/** Who is connected, who is kept, and who is no longer wanted. */
export interface PeerDesk {
  peers(): readonly PeerInfo[];
  isConnected(peer: Did): boolean;
  connect(target: Address | Did, options: ConnectOptions): Promise<ConnectResult>;
  disconnect(peer: Did): Promise<void>;
  keep(targets: readonly (Address | Did)[]): void;
  admits(peer: Did): boolean;
  /** A peer did what no honest peer does. */
  offended(peer: Did, offence: PeerOffence): void;
  /** A peer passed on a message that it should have known to be invalid. */
  rejected(peer: Did): void;
  /** A peer sends more messages than it may. */
  exceeded(peer: Did): void;
  /** Drops the peer for a while if its score has fallen too low. */
  scored(peer: Did): void;
  lost(peer: Did): void;
  stop(): void;
}

/** What a desk is made of. */
export interface PeerDeskComponents {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly metrics: NetworkMetrics;
  readonly limits: NetworkLimits;
  readonly deadlines: Deadlines;
  readonly standing: Standing;
  /** Whether the owner of the node wants to talk to the peer at all. */
  readonly admits: (peer: Did) => boolean;
}

/** A desk that knows nobody yet. */
export function createPeerDesk(components: PeerDeskComponents): PeerDesk {
  const { transport, clock, rng, logger, metrics, limits, deadlines, standing } = components;
  const keeper = createKeeper({
    clock,
    rng: rng.fork("keeper"),
    logger,
    max: limits.keptPeers,
    isConnected,
    connect: (target, signal) => dial(target, { signal }),
  });

  function isConnected(peer: Did): boolean {
    return transport.connections().some((connection) => connection.peer === peer);
  }

  async function dial(target: Address | Did, options: ConnectOptions): Promise<ConnectResult> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
    if (isDid(target) && isConnected(target)) return { ok: true, peer: target };
    const run = (late: AbortSignal) => transport.dial(target, late);
    const result = await withDeadline(run, { deadlines, timeoutMs, signal });
    const dialled = result === "NETWORK_TIMEOUT" ? ({ ok: false, code: result } as const) : result;
    metrics.dialled(dialled.ok ? "ok" : dialled.code);
    return dialled;
  }

  function scored(peer: Did): void {
    const score = Math.min(transport.score(peer), standing.of(peer));
    if (score >= limits.dropScore || standing.isBanned(peer)) return;
    logger.warn("a peer is dropped for its score", { peer, score, forMs: limits.banMs });
    metrics.offended("dropped");
    standing.ban(peer);
    transport.drop(peer);
  }

  return {
    peers: () => peersOf(transport),
    isConnected,
    connect(target, options) {
      if (options.keep === true && !keeper.keep(target)) {
        logger.warn("too many peers are kept already", { target, max: limits.keptPeers });
      }
      return dial(target, options);
    },
    disconnect(peer) {
      keeper.release(peer);
      return transport.disconnect(peer);
    },
    keep(targets) {
      for (const target of targets) keeper.keep(target);
    },
    admits: (peer) => components.admits(peer) && !standing.isBanned(peer),
    offended(peer, offence) {
      metrics.offended(offence);
      logger.info("a peer broke the protocol", { peer, offence });
      standing.offend(peer, OFFENCES[offence]);
      scored(peer);
    },
    rejected(peer) {
      standing.offend(peer, OFFENCES.invalidMessage);
      scored(peer);
    },
    exceeded(peer) {
      standing.offend(peer, OFFENCES.excessMessage);
      if (standing.of(peer) < limits.dropScore) scored(peer);
    },
    scored,
    lost: keeper.lost,
    stop: keeper.stop,
  };
}

function peersOf(transport: Transport): readonly PeerInfo[] {
  const peers = new Map<Did, PeerInfo>();
  for (const { peer: did, address, direction } of transport.connections()) {
    if (peers.has(did)) continue;
    peers.set(did, {
      did,
      address,
      direction,
      score: transport.score(did),
      topics: transport.topicsOf(did),
    });
  }
  return [...peers.values()];
}
