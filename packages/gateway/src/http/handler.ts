import type { AnswerOf, Route, RouteName, routes, StreamKind } from "@icn-mesh/client";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { ByteRange } from "./byte-range.ts";
import type { Answer } from "./refusal.ts";

/** A request whose every part is what its route says. */
export interface RouteRequest<R extends Route> {
  readonly params: OutputOf<R, "params">;
  readonly query: OutputOf<R, "query">;
  /** JSON, or the bytes as they arrive. */
  readonly body: R extends { readonly body: "bytes" } ? AsyncIterable<Uint8Array> : OutputOf<R, "body">;
  readonly caller: Caller;
  readonly idempotencyKey: string | undefined;
  /** The `Last-Event-ID` of a reader that comes back. */
  readonly lastEventId: string | undefined;
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal;
}

type OutputOf<R extends Route, Part extends "body" | "params" | "query"> = R extends {
  readonly [Name in Part]: infer S extends z.ZodType;
}
  ? z.output<S>
  : undefined;

/** Bytes that are sent as they come. */
export interface ByteStream {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** How many, where that is known. */
  readonly size?: number;
  /** A part of them, where one can be had without the rest. */
  readonly part?: (range: ByteRange) => AsyncIterable<Uint8Array>;
  /** What caches know them by. */
  readonly etag?: string;
}

/** JSON that was printed before. */
export interface PrintedJson {
  readonly json: string;
}

/** Text that is there as a whole, and the type that its readers expect. */
export interface PrintedText {
  readonly text: string;
  readonly type: string;
}

/** An event as it is sent. `id` is what its reader resumes after. */
export interface StreamEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

interface Streams {
  readonly bytes: ByteStream;
  readonly car: ByteStream;
  readonly text: ByteStream | PrintedText;
  readonly events: AsyncIterable<StreamEvent>;
}

/** What a route answers with on success. */
export type Given<R extends Route> = R["answer"] extends StreamKind
  ? Streams[R["answer"]]
  : AnswerOf<R> | PrintedJson;

/** Does what one route is for. */
export type Handler<R extends Route> = (request: RouteRequest<R>) => Promise<Answer<Given<R>>>;

/** A handler for each of some routes. */
export type Handlers<Name extends RouteName = RouteName> = {
  readonly [Each in Name]: Handler<(typeof routes)[Each]>;
};
