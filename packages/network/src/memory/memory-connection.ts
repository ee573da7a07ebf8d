import type { Did } from "@icn-mesh/core";
import { createLane, type Lane } from "./lane.ts";
import { drawDelay, drawReliableDelay, happens } from "./link-faults.ts";
import type { MemoryLinks } from "./memory-links.ts";

/** Two nodes that are connected. */
export interface MemoryConnection {
  readonly dialler: Did;
  readonly listener: Did;
  /** Aborts when the connection is over. */
  readonly signal: AbortSignal;
  /** A lane for bytes that arrive in order and in full, however long it takes. */
  lane(from: Did): ReliableLane;
  /** Carries a message of a topic, or loses it, or carries it twice, or lets it overtake. */
  toss(from: Did, deliver: () => void): void;
  close(): void;
}

/** Delivers what is sent in order. */
export interface ReliableLane {
  send(deliver: () => void): void;
}

/** After this long without a way through, both sides notice, as they would by a lost keep-alive. */
const DEAD_MS = 30_000;

/** Connects two nodes; `onClose` is called once, when it is over. */
export function createMemoryConnection(
  links: MemoryLinks,
  ends: { readonly dialler: Did; readonly listener: Did },
  onClose: (connection: MemoryConnection) => void,
): MemoryConnection {
  const { clock, rng } = links;
  const { dialler, listener } = ends;
  const over = new AbortController();
  const { signal } = over;
  const other = (from: Did) => (from === dialler ? listener : dialler);
  const tossed = new Map<Did, Lane>([
    [dialler, createLane({ clock, signal, blocked: () => undefined })],
    [listener, createLane({ clock, signal, blocked: () => undefined })],
  ]);
  let dying: AbortController | undefined;

  function carry(from: Did, deliver: () => void): void {
    const faults = links.faultsOf(from, other(from));
    const delay = drawDelay(rng, faults);
    const overtakes = happens(rng, faults.reordering);
    const lane = overtakes ? createLane({ clock, signal, blocked: () => undefined }) : tossed.get(from);
    lane?.add(clock.monotonic() + delay, deliver);
  }

  async function die(enough: AbortSignal): Promise<void> {
    await clock.after(DEAD_MS, { signal: enough });
    connection.close();
  }

  /** A connection whose ends stay apart is given up. */
  function separationChanged(): void {
    const isApart = links.isApart(dialler, listener) || links.isApart(listener, dialler);
    if (isApart && dying !== undefined) return;
    dying?.abort();
    dying = isApart ? new AbortController() : undefined;
    if (dying !== undefined) die(dying.signal).catch(() => undefined);
  }

  const connection: MemoryConnection = {
    dialler,
    listener,
    signal,
    lane(from) {
      const to = other(from);
      const lane = createLane({ clock, signal, blocked: () => links.blocked(from, to) });
      return {
        send: (deliver) =>
          lane.add(clock.monotonic() + drawReliableDelay(rng, links.faultsOf(from, to)), deliver),
      };
    },
    toss(from, deliver) {
      const faults = links.faultsOf(from, other(from));
      if (links.isApart(from, other(from)) || happens(rng, faults.loss)) return;
      carry(from, deliver);
      if (happens(rng, faults.duplication)) carry(from, deliver);
    },
    close() {
      if (signal.aborted) return;
      dying?.abort();
      over.abort();
      forget();
      onClose(connection);
    },
  };
  const forget = links.onSeparation(separationChanged);
  separationChanged();
  return connection;
}
