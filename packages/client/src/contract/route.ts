import type * as z from "zod";
import type { Scope } from "./scopes.ts";

/** What travels as a stream and not as JSON. */
export type StreamKind = "bytes" | "car" | "events" | "text";

/** One thing that can be asked of a node over HTTP: where, by whom, with what, and what comes back. */
export interface Route {
  readonly method: "DELETE" | "GET" | "POST" | "PUT";
  /** Parameters in braces, such as `/v1/jobs/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** What a caller has to be allowed; null for what anybody may ask. */
  readonly scope: Scope | null;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType | "bytes";
  readonly answer: z.ZodType | StreamKind;
  /** What a stream of events brings. */
  readonly event?: z.ZodType;
  /** The status of an answer that is no problem; 200 when not given. */
  readonly status?: number;
  /** True where `HEAD` and `Range` are heard too. */
  readonly ranged?: boolean;
  /** True where asking again with the same `Idempotency-Key` does nothing a second time. */
  readonly idempotent?: boolean;
}

/** The parameters of a route's path, as a caller gives them. */
export type ParamsOf<R extends Route> = R extends { readonly params: infer S extends z.ZodType }
  ? z.input<S>
  : Record<never, never>;

/** The query of a route, as a caller gives it. */
export type QueryOf<R extends Route> = R extends { readonly query: infer S extends z.ZodType }
  ? z.input<S>
  : Record<never, never>;

/** The JSON that a route takes, as a caller gives it. */
export type BodyOf<R extends Route> = R extends { readonly body: infer S extends z.ZodType }
  ? z.input<S>
  : undefined;

/** The JSON that a route answers with. */
export type AnswerOf<R extends Route> = R extends { readonly answer: infer S extends z.ZodType }
  ? z.output<S>
  : never;

/** What a route's stream of events brings. */
export type EventOf<R extends Route> = R extends { readonly event: infer S extends z.ZodType }
  ? z.output<S>
  : never;

/** A route with its own type. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}
