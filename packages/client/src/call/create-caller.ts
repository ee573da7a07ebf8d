import type { Clock } from "@icn-mesh/core";
import type * as z from "zod";
import { problemSchema } from "../contract/problem.ts";
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, Route } from "../contract/route.ts";
import { ClientError } from "../errors.ts";
import { type Credentials, credentialHeaders } from "./credentials.ts";
import type { FetchLike, FetchRequest, FetchResponse } from "./fetch-like.ts";
import { targetOf } from "./target-of.ts";

/** Bytes to send, all at once or as they come. */
export type BytesInput = Uint8Array | AsyncIterable<Uint8Array>;

/** What a call of a route takes. */
export type CallOf<R extends Route> = Part<"params", ParamsOf<R>> &
  Part<"query", QueryOf<R>> &
  (R extends { readonly body: "bytes" }
    ? { readonly bytes: BytesInput }
    : R extends { readonly body: z.ZodType }
      ? Part<"body", BodyOf<R>>
      : object) &
  CallOptions;

type Part<Name extends string, Value> = object extends Value
  ? { readonly [Key in Name]?: Value }
  : { readonly [Key in Name]: Value };

/** What any call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
  /** What to resume a stream of events after. */
  readonly lastEventId?: string;
  /** Of a payload, the bytes from one to another, both included, or to the end. */
  readonly range?: { readonly first: number; readonly last?: number };
}

/** Asks one node, by any route. */
export interface Caller {
  /** Asks for JSON. Throws `CLIENT_REFUSED` with the node's problem where it says no. */
  json<R extends Route>(route: R, call: CallOf<R>): Promise<AnswerOf<R>>;
  /** Asks for a stream, and gives the response once it begins. */
  stream<R extends Route>(route: R, call: CallOf<R>): Promise<FetchResponse>;
}

/** What a caller works with. */
export interface CallerComponents extends Credentials {
  /** Where the node is, such as `http://127.0.0.1:7845`. */
  readonly url: string;
  readonly fetch: FetchLike;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
}

interface AnyCall extends CallOptions {
  readonly params?: object;
  readonly query?: object;
  readonly body?: unknown;
  readonly bytes?: BytesInput;
}

/** A caller of one node. */
export function createCaller(components: CallerComponents): Caller {
  const base = components.url.replace(/\/+$/, "");

  async function ask(route: Route, call: AnyCall): Promise<FetchResponse> {
    const target = targetOf(route, call);
    const request = await requestOf(components, route, { ...call, target });
    const response = await sent(components.fetch, base + target, request);
    if (response.status < 400 || isAnswer(route, response)) return response;
    throw await refusal(route, response);
  }

  return {
    async json(route, call) {
      const response = await ask(route, call as AnyCall);
      return readAnswer(route, response) as Promise<AnswerOf<typeof route>>;
    },
    async stream(route, call) {
      const response = await ask(route, call as AnyCall);
      if (call.range !== undefined && response.status !== PARTIAL) throw badAnswer(route, response);
      return response;
    },
  };
}

const PARTIAL = 206;

/** Some answers come with a status that tells other programs more: a node that is not ready answers 503. */
function isAnswer(route: Route, { headers }: FetchResponse): boolean {
  const type = headers.get("content-type") ?? "";
  return typeof route.answer !== "string" && type.startsWith("application/json");
}

async function requestOf(
  components: CallerComponents,
  { method, body }: Route,
  call: AnyCall & { readonly target: string },
): Promise<FetchRequest> {
  const { signal, target, bytes } = call;
  const json = bytes === undefined && body !== undefined ? jsonOf(call.body) : undefined;
  const credentials = await credentialHeaders(components, components, { method, target, json });
  const streams = bytes !== undefined && !(bytes instanceof Uint8Array);
  return {
    method,
    redirect: "error",
    headers: { ...credentials, ...headersOf(call, json) },
    ...optional("body", json ?? (bytes as FetchRequest["body"])),
    ...optional("signal", signal),
    ...(streams ? { duplex: "half" as const } : {}),
  };
}

function jsonOf(body: unknown = {}): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(body));
}

function headersOf(
  { idempotencyKey, lastEventId, bytes, range }: AnyCall,
  json: Uint8Array | undefined,
): Readonly<Record<string, string>> {
  return {
    ...optional("content-type", json && "application/json"),
    ...optional("content-type", bytes && "application/octet-stream"),
    ...optional("idempotency-key", idempotencyKey),
    ...optional("last-event-id", lastEventId),
    ...optional("range", range && `bytes=${range.first}-${range.last ?? ""}`),
  };
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: Value });
}

async function sent(fetch: FetchLike, url: string, request: FetchRequest): Promise<FetchResponse> {
  try {
    return await fetch(url, request);
  } catch (cause) {
    request.signal?.throwIfAborted();
    throw new ClientError("the node does not answer", { code: "CLIENT_UNREACHABLE", url }, { cause });
  }
}

async function refusal(route: Route, response: FetchResponse): Promise<ClientError> {
  const problem = problemSchema.safeParse(parseJson(await response.text()));
  if (!problem.success) return badAnswer(route, response);
  const { code, detail } = problem.data;
  return new ClientError(detail === undefined ? code : `${code}: ${detail}`, {
    code: "CLIENT_REFUSED",
    problem: problem.data,
  });
}

async function readAnswer(route: Route, response: FetchResponse): Promise<unknown> {
  if (typeof route.answer === "string") throw badAnswer(route, response);
  const parsed = route.answer.safeParse(parseJson(await response.text()));
  if (!parsed.success) throw badAnswer(route, response);
  return parsed.data;
}

function badAnswer(route: Route, { status }: FetchResponse): ClientError {
  return new ClientError("not an answer of a node", { code: "CLIENT_BAD_ANSWER", route: route.path, status });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // how the parser says that it is none
  }
}
