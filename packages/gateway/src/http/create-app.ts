import cors from "@fastify/cors";
import rateLimit from "@fastify/rate-limit";
import { PROBLEM_TYPE } from "@icn-mesh/client";
import { CodedError } from "@icn-mesh/core";
import createFastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { countedAs } from "../auth/counted-as.ts";
import { GatewayError } from "../errors.ts";
import type { Door } from "./door.ts";
import { type GuardParts, guardDoor } from "./guard-door.ts";
import { limitBodyTime } from "./limit-body-time.ts";
import { problemOf } from "./problem-of.ts";
import { readBodies } from "./read-bodies.ts";
import { sendRefusal } from "./send-refusal.ts";

/** The certificate and key of a server, in PEM. */
export interface TlsFiles {
  readonly cert: Uint8Array;
  readonly key: Uint8Array;
}

/** What a server is made of. */
export interface AppParts {
  readonly door: Door;
  readonly guard: GuardParts;
  readonly tls: TlsFiles | undefined;
}

const MINUTE_MS = 60_000;
/** What pages of origins that are allowed may send, and see. */
const PAGES = {
  methods: ["DELETE", "GET", "HEAD", "POST", "PUT"],
  exposedHeaders: ["content-range", "etag", "retry-after"],
  maxAge: 600,
};
/** A socket on which nothing moves, either way; streams of events move every fifteen seconds. */
const SILENT_MS = 120_000;

/** A server that knows who comes, how much they may send, and how to say no, and has no routes yet. */
export async function createApp({ door, guard, tls }: AppParts): Promise<FastifyInstance> {
  const { limits, behindProxy, allowOrigin } = door.settings;
  const app = createFastify({
    ...(tls === undefined ? {} : { https: { ...tls, minVersion: "TLSv1.2" } as never }),
    logger: false,
    trustProxy: behindProxy === undefined ? false : [...behindProxy],
    bodyLimit: limits.bodyBytes,
    connectionTimeout: SILENT_MS,
    http: { headersTimeout: limits.idleMs },
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 512 },
    frameworkErrors: (_error, _request, reply) => {
      sendRefusal(reply as FastifyReply, badRequest("url", "not a path that can be read"));
    },
    clientErrorHandler: (_error, socket) => answerBadHttp(socket),
  });
  readBodies(app, limits.bodyBytes);
  if (allowOrigin.length > 0) await app.register(cors, { ...PAGES, origin: [...allowOrigin] });
  guardDoor(app, guard);
  await app.register(rateLimit, {
    timeWindow: MINUTE_MS,
    max: (request) => (countedAs(request).isKnown ? limits.requestsPerMinute : limits.strangersPerMinute),
    keyGenerator: (request) => countedAs(request).key,
    errorResponseBuilder: (_request, { ttl }) => ({ statusCode: 429, retryInMs: ttl }),
  });
  limitBodyTime(app, { clock: door.clock, idleMs: limits.idleMs });
  app.addHook("onRequest", async (request) => door.count.began(request));
  app.addHook("onSend", async (request, reply) => door.count.answered(request, reply.statusCode));
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, { code: "GATEWAY_UNKNOWN_ROUTE" }));
  app.setErrorHandler((error, request, reply) => {
    const { failure, how } = failureOf(error as FastifyError, limits.bodyBytes);
    if (failure.code === "GATEWAY_INTERNAL" || how === "thrown") report(door, request, error);
    return sendRefusal(reply, failure, how);
  });
  return app as unknown as FastifyInstance;
}

function badRequest(path: string, message: string) {
  return { code: "GATEWAY_BAD_REQUEST", path, message } as const;
}

interface Failed {
  readonly failure: { readonly code: string };
  readonly how: "refused" | "thrown";
}

function failureOf(error: FastifyError & { readonly retryInMs?: number }, maxBytes: number): Failed {
  if (error instanceof GatewayError) return { failure: error.failure, how: "refused" };
  if (error instanceof CodedError) return { failure: { code: String(error.code) }, how: "thrown" };
  return { failure: refusalOf(error, maxBytes), how: "refused" };
}

function refusalOf(error: FastifyError & { readonly retryInMs?: number }, maxBytes: number) {
  const { statusCode = 500, code, retryInMs = 0 } = error;
  if (statusCode === 429) return { code: "GATEWAY_TOO_MANY_REQUESTS", retryInMs };
  if (statusCode === 413) return { code: "GATEWAY_BODY_TOO_LARGE", maxBytes };
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE")
    return badRequest("headers.content-type", "send application/json or application/octet-stream");
  if (statusCode < 500) return badRequest("body", "not a request that can be read");
  return { code: "GATEWAY_INTERNAL" };
}

/** What the caller is not told: it goes to the operator's log, with the id that the caller has. */
function report({ logger }: Door, request: FastifyRequest, error: unknown): void {
  logger.error("a request failed", {
    request: request.id,
    route: request.routeOptions.url ?? "",
    reason: String(error),
  });
}

interface RawSocket {
  readonly writable: boolean;
  end(text: string): unknown;
  destroy(): unknown;
}

/** Bytes that are no HTTP have no request to answer; the socket gets the problem as it is. */
function answerBadHttp(socket: RawSocket): void {
  const json = JSON.stringify(problemOf(badRequest("http", "not a request that can be read"), "none"));
  if (!socket.writable) return void socket.destroy();
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${json.length}\r\nconnection: close\r\n\r\n${json}`,
  );
}
