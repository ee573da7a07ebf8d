import type { FastifyRequest } from "fastify";
import { countedAs } from "../auth/counted-as.ts";
import type { Door } from "./door.ts";
import type { StreamEvent } from "./handler.ts";
import type { Answer } from "./refusal.ts";
import { withPulse } from "./with-pulse.ts";
import { type EventSocket, writeSocket } from "./write-socket.ts";

/** A WebSocket as the server has it. */
export interface ServerSocket extends EventSocket {
  on(event: "close" | "error", listener: () => void): unknown;
  ping(): void;
}

/** Finds the events that a request asks for. */
export type AskEvents = (request: FastifyRequest, signal: AbortSignal) => Promise<Answer<unknown>>;

const PULSE_MS = 15_000;
/** The codes that RFC 6455 leaves to applications of "you may not" and "not now". */
const REFUSED = 1008;
const TRY_LATER = 1013;

/** Sends a stream of events over a WebSocket, as JSON with `id`, `event` and `data`. */
export async function serveSocket(
  door: Door,
  { socket, request }: { readonly socket: ServerSocket; readonly request: FastifyRequest },
  ask: AskEvents,
): Promise<void> {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  socket.on("close", leave);
  socket.on("error", leave);
  const signal = AbortSignal.any([leaving.signal, door.signal]);
  const answer = await ask(request, signal);
  if (!answer.ok) return socket.close(REFUSED, answer.refused.code);
  const owner = countedAs(request);
  if (!door.streams.enter(owner)) return socket.close(TRY_LATER, "GATEWAY_TOO_MANY_REQUESTS");
  try {
    const texts = messages(door, socket, answer.value as AsyncIterable<StreamEvent>);
    const patience = { clock: door.clock, stallMs: door.settings.limits.stallMs, signal };
    if (!(await writeSocket(socket, texts, patience)) && !signal.aborted) door.metrics.dropped.add();
  } finally {
    door.streams.leave(owner);
  }
}

async function* messages(
  { clock }: Door,
  socket: ServerSocket,
  source: AsyncIterable<StreamEvent>,
): AsyncGenerator<string, void, undefined> {
  for await (const event of withPulse(source, { clock, everyMs: PULSE_MS })) {
    if (event === null) socket.ping();
    else yield JSON.stringify(event);
  }
}
