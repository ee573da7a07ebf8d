import type { JobId } from "@icn-mesh/core";
import { accountOf, may } from "../auth/caller.ts";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers, StreamEvent } from "../http/handler.ts";
import { answered } from "../http/refusal.ts";
import { historyJson } from "../jobs/job-json.ts";
import { ownJob } from "../jobs/own-job.ts";
import { createBell } from "./bell.ts";
import type { Logged } from "./event-log.ts";
import type { NodeEvent, NodeEvents } from "./node-events.ts";

/** What event streams work with. */
export interface EventParts {
  readonly components: Pick<GatewayComponents, "context">;
  readonly events: NodeEvents;
  /** Tells this life of the node from others, whose numbers mean nothing now. */
  readonly epoch: string;
}

/** Handles streams of events. */
export function eventHandlers(parts: EventParts): Handlers<"events" | "jobEvents"> {
  const { context } = parts.components;
  return {
    async events({ caller, query, lastEventId, signal }) {
      const account = may(caller, "admin") ? undefined : await accountOf(caller, context);
      const isOwn = ({ creator }: NodeEvent): boolean => account === undefined || creator === account;
      const after = lastEventId ?? query.after;
      // Looked up now: whoever has the head of the answer misses nothing that comes after it.
      const place = after === undefined ? parts.events.log.last : placeIn(after, parts.epoch);
      return answered(nodeStream(parts, { after, place, isOwn, signal }));
    },
    async jobEvents({ caller, params, query, lastEventId, signal }) {
      const job = await ownJob(context, caller, params.id);
      if (!job.ok) return job;
      const from = /^\d{1,9}$/.test(lastEventId ?? "") ? Number(lastEventId) + 1 : query.from;
      return answered(jobStream(parts, { id: params.id, from, signal }));
    },
  };
}

interface NodeReading {
  readonly after: string | undefined;
  readonly place: number;
  readonly isOwn: (event: NodeEvent) => boolean;
  readonly signal: AbortSignal;
}

/** From now on where no place is named; where the place is forgotten, or of an earlier life, that is said first. */
async function* nodeStream(
  { events: { log }, epoch }: EventParts,
  { after, place, isOwn, signal }: NodeReading,
): AsyncGenerator<StreamEvent, void, undefined> {
  const gap = { event: "gap", data: { after: after ?? "" } };
  const isKnown = place <= log.last;
  if (!isKnown) yield gap;
  for await (const read of log.read(isKnown ? place : 0, signal)) {
    if (read.type === "gap") yield gap;
    else if (isOwn(read.logged.event)) yield eventOf(read.logged, epoch);
  }
}

/** Beyond all events where it is a place in another life of the node. */
function placeIn(after: string, epoch: string): number {
  const [life, seq] = after.split("-");
  return life === epoch ? Number(seq) : Number.POSITIVE_INFINITY;
}

function eventOf({ seq, event: { type, ...data } }: Logged<NodeEvent>, epoch: string): StreamEvent {
  return { id: `${epoch}-${seq}`, event: type, data };
}

interface JobReading {
  readonly id: JobId;
  readonly from: number;
  readonly signal: AbortSignal;
}

/** Every line of a history once, in order, and that the job is finished. The numbers of lines outlive the node. */
async function* jobStream(
  { components: { context } }: EventParts,
  { id, from, signal }: JobReading,
): AsyncGenerator<StreamEvent, void, undefined> {
  const bell = createBell();
  const ring = (event: { readonly id: JobId }): void => {
    if (event.id === id) bell.ring();
  };
  const undo = [context.manager.events.on("job", ring), context.manager.events.on("finished", ring)];
  try {
    for (let next = from; !signal.aborted; ) {
      const changed = bell.next(signal);
      const isFinished = context.manager.book(id) === undefined;
      const history = await context.history(id);
      const lines = history === undefined ? [] : historyJson(history, next);
      for (const line of lines) yield { id: String(line.seq), event: "entry", data: line };
      next += lines.length;
      if (isFinished) return yield* lastEvent(context, id);
      await changed;
    }
  } finally {
    for (const stop of undo) stop();
  }
}

async function* lastEvent(
  context: GatewayComponents["context"],
  id: JobId,
): AsyncGenerator<StreamEvent, void, undefined> {
  const view = await context.job(id);
  if (view === undefined) return;
  const { lifecycle, settlement } = view;
  yield { event: "finished", data: { id, status: lifecycle.state.status, settlement } };
}
