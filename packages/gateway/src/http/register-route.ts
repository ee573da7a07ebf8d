import type { WebsocketHandler } from "@fastify/websocket";
import type { Route } from "@icn-mesh/client";
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { admissionOf } from "../auth/admission.ts";
import { countedAs } from "../auth/counted-as.ts";
import type { Door } from "./door.ts";
import type { PrintedJson } from "./handler.ts";
import { bodyRefusal } from "./read-bodies.ts";
import { readRequest } from "./read-request.ts";
import type { Answer } from "./refusal.ts";
import { refuse } from "./refusal.ts";
import { sendStream } from "./send-answer.ts";
import { sendRefusal } from "./send-refusal.ts";
import { serveSocket } from "./socket-handler.ts";

/** Any handler, with its request read. */
export type AnyHandler = (request: never) => Promise<Answer<unknown>>;

/** A route with its name and what does it. */
export interface NamedRoute {
  readonly name: string;
  readonly route: Route;
  readonly handler: AnyHandler;
}

/** Opens the door for one route. */
export function registerRoute(app: FastifyInstance, door: Door, { name, route, handler }: NamedRoute): void {
  const isStream = typeof route.answer === "string";
  app.route({
    method: route.ranged === true ? [route.method, "HEAD"] : route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    exposeHeadRoute: false,
    config: { route: name, scope: route.scope } as FastifyContextConfig,
    async handler(request, reply) {
      const leaving = leavingOf(reply, door.signal);
      const answer = await answerOf({ route, handler, request, leaving });
      if (!answer.ok) return sendRefusal(reply, answer.refused);
      reply.status(answer.status ?? route.status ?? 200);
      if (!isStream) return sendJson(reply, answer.value);
      await sendStreamOf(door, reply, { route, value: answer.value, signal: leaving.signal });
      return reply;
    },
    ...(route.answer === "events" ? { wsHandler: socketHandlerOf(door, { name, route, handler }) } : {}),
  });
}

function socketHandlerOf(door: Door, { route, handler }: NamedRoute): WebsocketHandler {
  return async (socket, request) =>
    serveSocket(door, { socket, request }, (asked, signal) =>
      answerOf({ route, handler, request: asked, leaving: { signal } }),
    );
}

interface Asked {
  readonly route: Route;
  readonly handler: AnyHandler;
  readonly request: FastifyRequest;
  readonly leaving: Leaving;
}

async function answerOf({ route, handler, request, leaving }: Asked): Promise<Answer<unknown>> {
  const refused = bodyRefusal(request.body);
  const fault = refused === undefined ? faultInBody(route, request) : refuse(refused);
  if (fault !== undefined) return fault;
  const read = readRequest(route, { params: request.params, query: request.query, body: request.body });
  if (!read.ok) return read;
  const { caller } = admissionOf(request);
  const idempotencyKey = headerOf(request, "idempotency-key");
  if (idempotencyKey !== undefined && !KEY_FORM.test(idempotencyKey))
    return wrong("headers.idempotency-key", "not 1 to 128 printable letters");
  const lastEventId = headerOf(request, "last-event-id");
  const asked = { ...read.value, caller, idempotencyKey, lastEventId };
  return handler(Object.defineProperty(asked, "signal", { get: () => leaving.signal }) as never);
}

const KEY_FORM = /^[\x21-\x7e]{1,128}$/;

function wrong(path: string, message: string): Answer<never> {
  return refuse({ code: "GATEWAY_BAD_REQUEST", path, message });
}

/** JSON is parsed and anything else is a stream; either is wrong where the other is wanted. */
function faultInBody({ body }: Route, request: FastifyRequest): Answer<never> | undefined {
  const isStream = typeof (request.body as { pipe?: unknown } | undefined)?.pipe === "function";
  if (body === "bytes" && !isStream)
    return wrong("headers.content-type", "send the bytes as application/octet-stream");
  if (body !== "bytes" && isStream) return wrong("headers.content-type", "send JSON as application/json");
  return undefined;
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

/** That the caller goes away, or the gateway stops. Most requests are over before anybody asks. */
interface Leaving {
  readonly signal: AbortSignal;
}

function leavingOf({ raw }: FastifyReply, stopping: AbortSignal): Leaving {
  let signal: AbortSignal | undefined;
  return {
    get signal() {
      signal ??= signalOf(raw, stopping);
      return signal;
    },
  };
}

function signalOf(raw: FastifyReply["raw"], stopping: AbortSignal): AbortSignal {
  const leaving = new AbortController();
  raw.once("close", () => leaving.abort());
  if (raw.destroyed) leaving.abort();
  return AbortSignal.any([leaving.signal, stopping]);
}

function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  const isPrinted = typeof value === "object" && value !== null && "json" in value;
  const json = isPrinted ? (value as PrintedJson).json : JSON.stringify(value);
  return reply.header("content-type", "application/json; charset=utf-8").send(json);
}

interface Streaming {
  readonly route: Route;
  readonly value: unknown;
  readonly signal: AbortSignal;
}

async function sendStreamOf(
  door: Door,
  reply: FastifyReply,
  { route, value, signal }: Streaming,
): Promise<void> {
  const kind = route.answer as "bytes" | "car" | "events" | "text";
  if (kind !== "events") return sendStream(door, reply, { kind, value, signal });
  const owner = countedAs(reply.request);
  if (!door.streams.enter(owner)) {
    sendRefusal(reply, { code: "GATEWAY_TOO_MANY_REQUESTS" });
    return;
  }
  try {
    await sendStream(door, reply, { kind, value, signal });
  } finally {
    door.streams.leave(owner);
  }
}
