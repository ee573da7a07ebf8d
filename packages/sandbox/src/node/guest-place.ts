import type { Clock } from "@icn-mesh/core";
import type { GuestLink, OpenLink } from "./guest-link.ts";
import type { FromGuest } from "./guest-messages.ts";
import { type Heard, readFromGuest } from "./guest-wire.ts";

/** Who listens to a place while a guest of theirs runs there. */
export interface PlaceListener {
  onMessage(heard: Heard<FromGuest>): void;
  /** The place is gone. */
  onLost(reason: string): void;
  /** The largest message that this run may bring. */
  readonly maxFrameBytes: number;
}

/** A link that is used again and again, one guest after the other. */
export interface GuestPlace {
  readonly link: GuestLink;
  /** Guests that were given to it. */
  readonly runs: number;
  /** Listens, for the time of one run, until the next call; undefined stops listening. */
  listen(listener: PlaceListener | undefined): void;
}

/** Whose the place is. */
export interface PlaceOwner {
  onReady(place: GuestPlace): void;
  onGone(place: GuestPlace, reason: string): void;
}

/** What a place is made of. */
export interface PlaceComponents {
  readonly clock: Clock;
  readonly open: OpenLink;
  readonly owner: PlaceOwner;
}

const MAX_IDLE_FRAME = 4096;
/** Twice as many as ours send. */
const PULSES_PER_SECOND = 8;
const PULSES_AT_ONCE = 16;

/** Opens a place, which is ready when it says so, and is ended when it says what none of ours would. */
export function createGuestPlace({ clock, open, owner }: PlaceComponents): GuestPlace {
  const openedAt = clock.monotonic();
  let listener: PlaceListener | undefined;
  let runs = 0;
  let pulses = 0;
  let isReady = false;
  let gone: string | undefined;

  function lose(reason: string): void {
    if (gone !== undefined) return;
    gone = reason;
    const left = listener;
    listener = undefined;
    owner.onGone(place, reason);
    left?.onLost(reason);
  }

  function distrust(reason: string): void {
    lose(reason);
    void link.kill();
  }

  function onReady(): void {
    if (isReady) distrust("it said twice that it is ready");
    else owner.onReady(place);
    isReady = true;
  }

  function onPulse(heard: Heard<FromGuest>): void {
    const allowed = ((clock.monotonic() - openedAt) / 1000) * PULSES_PER_SECOND + PULSES_AT_ONCE;
    if (++pulses > allowed) distrust("its pulse goes faster than ours do");
    else listener?.onMessage(heard);
  }

  const link = open({
    maxFrameBytes: () => listener?.maxFrameBytes ?? MAX_IDLE_FRAME,
    onFrame(frame) {
      const heard = readFromGuest(frame);
      if (heard === undefined) distrust("it sent bytes that are no message");
      else if (heard.message.type === "ready") onReady();
      else if (heard.message.type === "pulse") onPulse(heard);
      else if (listener === undefined) distrust("it spoke without having been asked");
      else listener.onMessage(heard);
    },
    onEnd: lose,
  });

  const place: GuestPlace = {
    link,
    get runs() {
      return runs;
    },
    listen(next) {
      if (next !== undefined) runs++;
      listener = next;
      // It may have gone after it was given away and before anybody listened.
      if (gone !== undefined) next?.onLost(gone);
    },
  };
  return place;
}
