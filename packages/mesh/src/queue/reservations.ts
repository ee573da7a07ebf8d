import type { Resources } from "@icn-mesh/core";
import type { Capacity } from "./capacity.ts";
import { createKeyHeap } from "./key-heap.ts";

/** Capacity that is kept free for a job that may come, because a bid promises it. */
export interface Reservation {
  /** The id that the job will be offered under. */
  readonly id: string;
  readonly resources: Resources;
  /** When the promise ends, on the clock of the times passed in. */
  readonly until: number;
}

/** The promises of one machine. */
export interface Reservations {
  readonly size: number;
  has(id: string): boolean;
  add(reservation: Reservation): void;
  /** Gives the capacity back; false if there is no such promise. */
  release(id: string): boolean;
  /** Releases what has ended by this time. */
  expire(now: number): void;
}

/** No promises yet; what they keep free is taken from this capacity. */
export function createReservations(capacity: Capacity): Reservations {
  const open = new Map<string, Reservation>();
  const ends = createKeyHeap<Reservation>();

  function release(id: string): boolean {
    const reservation = open.get(id);
    if (reservation === undefined) return false;
    open.delete(id);
    capacity.give(reservation.resources);
    if (ends.size > 2 * open.size + 8) ends.keep((each) => open.get(each.id) === each);
    return true;
  }

  return {
    get size() {
      return open.size;
    },
    has: (id) => open.has(id),
    add(reservation) {
      capacity.take(reservation.resources);
      open.set(reservation.id, reservation);
      ends.push(reservation.until, 0, reservation);
    },
    release,
    expire(now) {
      for (let next = ends.peek(); next !== undefined && !(next.until > now); next = ends.peek()) {
        ends.pop();
        if (open.get(next.id) === next) release(next.id);
      }
    },
  };
}
