import type { AnyBody, Cid, JobCheckpoint, Signed } from "@icn-mesh/core";
import type { Task } from "../tasks/keyed-tasks.ts";
import type { JobDesk } from "./job-desk.ts";

/** Keeps the states that a running job can go on from, so that they outlive their executors. */
export interface StateKeeper {
  readonly tasks: readonly Task[];
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const MOST_STATE_BYTES = 256 * 1024 * 1024;

/**
 * Nothing kept yet; `moved` is told when the tasks have changed. The newest state is fetched, and what is on its way is
 * let in before a newer one: a guest may leave states faster than they travel, and then none of them would ever be here.
 */
export function createStateKeeper(desk: JobDesk, moved: () => void): StateKeeper {
  let onItsWay: Signed<JobCheckpoint> | undefined;
  let last: Cid | undefined;

  async function bring(checkpoint: Signed<JobCheckpoint>, signal: AbortSignal): Promise<boolean> {
    onItsWay = checkpoint;
    try {
      return await fetchState(desk, checkpoint, signal);
    } finally {
      onItsWay = undefined;
    }
  }

  async function keep(checkpoint: Signed<JobCheckpoint>, signal: AbortSignal): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const isHere = await bring(checkpoint, signal);
      if (isHere) last = checkpoint.cid;
      moved();
      if (isHere) return;
      await desk.parts.clock.after(pauseMs, { signal });
    }
  }

  return {
    get tasks() {
      const wanted = "seats" in desk.book.state ? (onItsWay ?? checkpointsOf(desk).at(-1)) : undefined;
      if (wanted === undefined || wanted.cid === last) return [];
      return [{ key: `state ${wanted.cid}`, run: (signal: AbortSignal) => keep(wanted, signal) }];
    },
  };
}

/** The checkpoints that executors of the job have left, the newest last. */
export function checkpointsOf({ book }: JobDesk): readonly Signed<JobCheckpoint>[] {
  return [...book.facts.values()].filter(
    (fact: Signed<AnyBody>): fact is Signed<JobCheckpoint> => fact.body.t === "icn/checkpoint/1",
  );
}

/** Fetches the state of a checkpoint from who has left it, and keeps it; false where it is not to be had now. */
export function fetchState(
  { parts }: JobDesk,
  { body: { state, by } }: Signed<JobCheckpoint>,
  signal: AbortSignal,
): Promise<boolean> {
  return parts.payloads.fetch(state, { from: [by], signal, maxBytes: MOST_STATE_BYTES });
}
