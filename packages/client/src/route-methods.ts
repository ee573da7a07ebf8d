import type { CallOf } from "./call/create-caller.ts";
import type { AnswerOf, EventOf, Route } from "./contract/route.ts";
import type { RouteName, routes } from "./contract/routes.ts";

/** A method for every route, by its name: JSON as a promise, text as text, bytes and events as they come. */
export type RouteMethods = {
  readonly [Name in RouteName]: RouteMethod<(typeof routes)[Name]>;
};

/** Asks for what a route is for. Throws `CLIENT_REFUSED` with the node's problem where it says no. */
export type RouteMethod<R extends Route> =
  object extends CallOf<R> ? (call?: CallOf<R>) => GivenBy<R> : (call: CallOf<R>) => GivenBy<R>;

/** What a route gives to its caller. Events go on over lost connections, each once, in order. */
export type GivenBy<R extends Route> = R["answer"] extends "events"
  ? AsyncGenerator<EventOf<R>, void, undefined>
  : R["answer"] extends "bytes" | "car"
    ? Promise<AsyncIterable<Uint8Array>>
    : R["answer"] extends "text"
      ? Promise<string>
      : Promise<AnswerOf<R>>;
