import type { QueuedJob } from "./queued-job.ts";

/** A job in the queue, with what the queue knows of it. */
export interface Ticket {
  readonly job: QueuedJob;
  /** The lane that it runs in, whatever it asked for. */
  readonly lane: 0 | 1;
  /** Rises with every arrival. */
  readonly seq: number;
  state: "waiting" | "running" | "ended";
}
