import type { Clock } from "@icn-mesh/core";
import { SandboxError } from "../errors.ts";
import type { OpenLink } from "./guest-link.ts";
import { createGuestPlace, type GuestPlace } from "./guest-place.ts";
import { createWaitingList } from "./waiting-list.ts";

/** Places for guests, started before they are needed and replaced when they are gone. */
export interface GuestPool {
  /**
   * A place that nobody else has; waits in turn for one. Rejects with the signal's reason, and with `SANDBOX_BUSY`
   * where too many wait already.
   */
  acquire(signal: AbortSignal): Promise<GuestPlace>;
  /** Gives a place back. One that is gone, or has had enough runs, is replaced. */
  release(place: GuestPlace): void;
  close(): Promise<void>;
}

/** What a pool is made of. */
export interface PoolComponents {
  readonly clock: Clock;
  readonly open: OpenLink;
}

/** How many places there are, and for how long. */
export interface GuestPoolOptions {
  readonly places: number;
  /** Guests that one place runs before another takes over, or as many again while that one is starting. */
  readonly runsPerPlace: number;
  readonly maxWaiting: number;
}

/** So many places in a row that die before they are ready, and there is something wrong with all of them. */
const MAX_FAILED_STARTS = 5;

/** A pool that is starting its places. */
export function createGuestPool({ clock, open }: PoolComponents, options: GuestPoolOptions): GuestPool {
  const places = new Set<GuestPlace>();
  const ready = new Set<GuestPlace>();
  const waiting = createWaitingList<GuestPlace>();
  const hasStarted = new WeakSet<GuestPlace>();
  let failedStarts = 0;
  let isClosed = false;

  /** Starts places until there are so many. */
  function fill(count: number): void {
    while (!isClosed && places.size < count && failedStarts < MAX_FAILED_STARTS) {
      places.add(createGuestPlace({ clock, open, owner: { onReady, onGone } }));
    }
  }

  function onReady(place: GuestPlace): void {
    failedStarts = 0;
    hasStarted.add(place);
    offer(place);
    const spent = [...ready].find(isSpent);
    if (places.size > options.places && spent !== undefined) retire(spent);
  }

  const isSpent = ({ runs }: GuestPlace) => runs >= options.runsPerPlace;

  function retire(place: GuestPlace): void {
    ready.delete(place);
    void place.link.kill();
  }

  function onGone(place: GuestPlace, reason: string): void {
    places.delete(place);
    ready.delete(place);
    if (!hasStarted.has(place)) failedStarts++;
    if (failedStarts >= MAX_FAILED_STARTS && places.size === 0) waiting.fail(noStart(reason));
    fill(options.places);
  }

  function offer(place: GuestPlace): void {
    if (!waiting.give(place)) ready.add(place);
  }

  /** A place that had its runs goes on while the one that follows it is starting, but not for ever. */
  function renew(place: GuestPlace): void {
    const hasFollower = places.size > options.places && [...ready].some((other) => !isSpent(other));
    if (hasFollower || place.runs >= 2 * options.runsPerPlace) {
      retire(place);
      return;
    }
    fill(options.places + 1);
    offer(place);
  }

  fill(options.places);

  return {
    async acquire(signal) {
      signal.throwIfAborted();
      if (isClosed) throw poolClosed();
      const place = takeFirst(ready);
      if (place !== undefined) return place;
      if (waiting.size >= options.maxWaiting) throw busy(waiting.size);
      if (failedStarts >= MAX_FAILED_STARTS) {
        // The machine may have recovered: whoever asks next tries again.
        failedStarts = 0;
        fill(options.places);
      }
      return waiting.wait(signal);
    },
    release(place) {
      place.listen(undefined);
      if (places.has(place)) (isSpent(place) ? renew : offer)(place);
    },
    async close() {
      isClosed = true;
      waiting.fail(poolClosed());
      await Promise.all([...places].map(({ link }) => link.kill()));
    },
  };
}

function takeFirst<Thing>(things: Set<Thing>): Thing | undefined {
  const [first] = things;
  if (first !== undefined) things.delete(first);
  return first;
}

/** What whoever waits for a pool gets when it is closed. */
export function poolClosed(): SandboxError {
  return new SandboxError("the runner is closed", { code: "SANDBOX_CLOSED" });
}

function busy(waiting: number): SandboxError {
  return new SandboxError("too many runs wait for a place", { code: "SANDBOX_BUSY", waiting });
}

function noStart(reason: string): SandboxError {
  return new SandboxError(`no place for guests can be started: ${reason}`, {
    code: "SANDBOX_NO_START",
    attempts: MAX_FAILED_STARTS,
  });
}
