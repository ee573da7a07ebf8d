import type { JobId } from "@icn-mesh/core";
import { createBoundedMap, type Did } from "@icn-mesh/core";
import type { JobLifecycleStatus } from "@icn-mesh/mesh";
import type { RuntimeContext } from "@icn-mesh/runtime";
import { createEventLog, type EventLog } from "./event-log.ts";

/** Something that has happened on this node. */
export interface NodeEvent {
  readonly type: "job" | "finished";
  readonly at: number;
  readonly job: JobId;
  readonly creator: Did;
  readonly status: JobLifecycleStatus;
  /** How many lines its history has. */
  readonly entries: number;
}

/** The log of a node's jobs, and the function that ends it. */
export interface NodeEvents {
  readonly log: EventLog<NodeEvent>;
  stop(): void;
}

const MOST_EVENTS = 10_000;
const MOST_JOBS = 100_000;

/** Writes down what happens to the jobs of a node. */
export function followJobs(context: RuntimeContext, now: () => number): NodeEvents {
  const log = createEventLog<NodeEvent>({ max: MOST_EVENTS });
  // A job that is finished has left the working set before this is told.
  const latest = createBoundedMap<JobId, NodeEvent>({ max: MOST_JOBS, whenFull: "evict-least-used" });
  const undo = [
    context.manager.events.on("job", ({ id, status, entries }) => {
      const creator = context.manager.book(id)?.job.body.by;
      if (creator === undefined) return;
      const event: NodeEvent = { type: "job", at: now(), job: id, creator, status, entries };
      latest.set(id, event);
      log.add(event);
    }),
    context.manager.events.on("finished", ({ id }) => {
      const event = latest.get(id);
      latest.delete(id);
      if (event !== undefined) log.add({ ...event, type: "finished", at: now() });
    }),
  ];
  return {
    log,
    stop() {
      for (const stop of undo) stop();
    },
  };
}
