/** The queue of the producer and the worker. */
export const QUEUE = "jobs";

/** What the producer is told: to submit so many jobs at once, and to wait until it knows the results of all. */
export interface ProducerOrder {
  readonly jobs: number;
}

/** Microseconds of processor time since the order was read, until the last result was known. */
export interface QueueWork {
  /** Of the process of the producer. */
  readonly producer: number;
  /** Of the process of Redis, also for what it does for the worker. */
  readonly redis: number;
}
