import { type Clock, createBoundedMap, type JobId, type Rng } from "@icn-mesh/core";
import type { FundedAnnouncement } from "../../network/inboxes.ts";

/** Announcements that an executor has no room for now, for as long as their rounds last. */
export interface PutOff {
  /** Keeps one until there is room; false where too many wait already. */
  add(heard: FundedAnnouncement): boolean;
  /** Hands one after the other over, and forgets each, until one is not taken or none is left. */
  handOver(take: (heard: FundedAnnouncement) => boolean): void;
}

const MOST_WAITING = 256;
/** One of so many is next, so that executors that have room at the same time do not all bid for the same job. */
const AMONG_OLDEST = 16;

interface Waiting {
  readonly heard: FundedAnnouncement;
  /** On the monotonic clock. */
  readonly until: number;
}

/** Nothing waits yet. Of a job only the newest round does. */
export function createPutOff({ clock, rng }: { readonly clock: Clock; readonly rng: Rng }): PutOff {
  const waiting = createBoundedMap<JobId, Waiting>({ max: MOST_WAITING, whenFull: "refuse" });

  function next(): JobId | undefined {
    const now = clock.monotonic();
    const oldest: JobId[] = [];
    for (const [job, { until }] of waiting) {
      if (until <= now) waiting.delete(job);
      else if (oldest.push(job) === AMONG_OLDEST) break;
    }
    return oldest.length === 0 ? undefined : oldest[rng.below(oldest.length)];
  }

  return {
    add(heard) {
      const until = clock.monotonic() + heard.announcement.body.closesInMs;
      return waiting.set(heard.job.cid as string as JobId, { heard, until });
    },
    handOver(take) {
      for (let job = next(); job !== undefined; job = next()) {
        const found = waiting.get(job);
        if (found === undefined || !take(found.heard)) return;
        waiting.delete(job);
      }
    },
  };
}
