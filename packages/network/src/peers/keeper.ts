import type { Clock, Did, Logger, Rng } from "@icn-mesh/core";
import type { ConnectResult } from "../network-results.ts";
import type { Address } from "../network-service.ts";
import { createBackoff } from "./backoff.ts";
import { peerIn } from "./peer-in.ts";

/** Keeps some peers connected. */
export interface Keeper {
  /** Dials the target whenever it is not connected; false when too many are kept already. */
  keep(target: Address | Did): boolean;
  /** Stops keeping the peer, whatever it was named by. */
  release(peer: Did): void;
  /** Told that the last connection with a peer is gone. */
  lost(peer: Did): void;
  stop(): void;
}

/** What keeping takes. */
export interface KeeperComponents {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly max: number;
  readonly isConnected: (peer: Did) => boolean;
  readonly connect: (target: Address | Did, signal: AbortSignal) => Promise<ConnectResult>;
}

interface Kept {
  readonly target: Address | Did;
  readonly over: AbortController;
  /** Known from the first connection on, unless the target names it. */
  peer?: Did;
  onLost?: () => void;
}

const PAUSES = { firstMs: 500, maxMs: 60_000 } as const;
/** A connection that lasted is a success; one that breaks at once, as where the peer does not admit us, is none. */
const LASTING_MS = 10_000;

/** A keeper of nobody yet. */
export function createKeeper(components: KeeperComponents): Keeper {
  const { clock, rng, logger, max, isConnected, connect } = components;
  const kept = new Map<string, Kept>();

  async function keepUp(entry: Kept): Promise<void> {
    const backoff = createBackoff(rng, PAUSES);
    const { signal } = entry.over;
    while (!signal.aborted) {
      const since = clock.monotonic();
      const peer = await reach(entry, signal);
      if (peer !== undefined) await loss(entry, peer);
      if (peer !== undefined && clock.monotonic() - since >= LASTING_MS) backoff.reset();
      await clock.after(backoff.next(), { signal });
    }
  }

  /** By its name first: its addresses may be newer than the one it was named by. */
  async function reach(entry: Kept, signal: AbortSignal): Promise<Did | undefined> {
    const targets = entry.peer === undefined ? [entry.target] : [entry.peer, entry.target];
    for (const target of new Set(targets)) {
      const result = await connect(target, signal);
      if (!result.ok) continue;
      entry.peer = result.peer;
      return result.peer;
    }
    logger.debug("a kept peer cannot be reached", { target: entry.target });
    return undefined;
  }

  function loss(entry: Kept, peer: Did): Promise<void> {
    return new Promise((resolve) => {
      entry.onLost = resolve;
      if (entry.over.signal.aborted || !isConnected(peer)) resolve();
    });
  }

  function drop(key: string, entry: Kept): void {
    kept.delete(key);
    entry.over.abort(new Error("no longer kept"));
    entry.onLost?.();
  }

  return {
    keep(target) {
      if (kept.has(target)) return true;
      if (kept.size >= max) return false;
      const peer = peerIn(target);
      const entry: Kept = { target, over: new AbortController(), ...(peer === undefined ? {} : { peer }) };
      kept.set(target, entry);
      keepUp(entry).catch((error: unknown) => {
        if (!entry.over.signal.aborted)
          logger.error("a peer is no longer kept", { target, error: String(error) });
      });
      return true;
    },
    release(peer) {
      for (const [key, entry] of [...kept]) if (key === peer || entry.peer === peer) drop(key, entry);
    },
    lost(peer) {
      for (const entry of kept.values()) if (entry.peer === peer) entry.onLost?.();
    },
    stop() {
      for (const [key, entry] of [...kept]) drop(key, entry);
    },
  };
}
