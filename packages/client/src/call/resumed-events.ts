import type { Clock } from "@icn-mesh/core";
import type { Route } from "../contract/route.ts";
import { ClientError } from "../errors.ts";
import type { Caller, CallOf } from "./create-caller.ts";
import { readBytes } from "./read-bytes.ts";
import { readEvents } from "./read-events.ts";

/** A stream of events of a node. */
export interface EventSource {
  readonly caller: Caller;
  readonly clock: Clock;
  readonly route: Route;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Events, each once and in order, over as many connections as it takes. It ends with the event `finished` of a job, when
 * the signal aborts, or when its reader leaves; it throws where the node says no, and for as long as it does not answer
 * it tries again.
 */
export async function* resumedEvents(
  source: EventSource,
  call: CallOf<Route>,
): AsyncGenerator<unknown, void, undefined> {
  const waiting = call.signal === undefined ? {} : { signal: call.signal };
  let lastEventId = call.lastEventId;
  let pauseMs = FIRST_PAUSE_MS;
  while (!call.signal?.aborted) {
    const resumed = lastEventId === undefined ? call : { ...call, lastEventId };
    for await (const { id, event } of oneConnection(source, resumed)) {
      pauseMs = FIRST_PAUSE_MS;
      lastEventId = id ?? lastEventId;
      yield event;
      if (isLast(source.route, event)) return;
    }
    await source.clock.after(pauseMs, waiting).catch(() => undefined); // aborted
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
}

interface Identified {
  readonly id: string | undefined;
  readonly event: unknown;
}

/** What one connection brings; a connection that breaks is one that ends. */
async function* oneConnection(
  { caller, route }: EventSource,
  call: CallOf<Route>,
): AsyncGenerator<Identified, void, undefined> {
  try {
    const response = await caller.stream(route, call);
    for await (const { id, event, data } of readEvents(readBytes(response))) {
      const read = route.event?.safeParse({ event, data: parseJson(data) });
      if (read?.success) yield { id, event: read.data };
    }
  } catch (error) {
    const isFinal = error instanceof ClientError && error.code !== "CLIENT_UNREACHABLE";
    if (isFinal && !isPassing(error)) throw error;
  }
}

/** A node that is busy or about to stop may be asked again. */
function isPassing({ failure }: ClientError): boolean {
  if (failure.code === "CLIENT_BAD_ANSWER") return failure.status >= 500;
  return failure.code === "CLIENT_REFUSED" && PASSING.has(failure.problem.status);
}

const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The end of a job is the end of its events; those of a node have none. */
function isLast({ params }: Route, event: unknown): boolean {
  return params !== undefined && (event as { readonly event?: string }).event === "finished";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an event that no node sends, which no schema takes
  }
}
