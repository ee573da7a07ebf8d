import type { Clock } from "@icn-mesh/core";
import { type Caller, type CallOf, createCaller } from "./call/create-caller.ts";
import type { Credentials } from "./call/credentials.ts";
import type { FetchLike } from "./call/fetch-like.ts";
import { readBytes } from "./call/read-bytes.ts";
import { resumedEvents } from "./call/resumed-events.ts";
import type { JobSubmission } from "./contract/job-submission.ts";
import type { JobDetail } from "./contract/job-views.ts";
import type { Route } from "./contract/route.ts";
import { routes } from "./contract/routes.ts";
import { type SubmitAndWaitOptions, submitAndWait } from "./jobs/submit-and-wait.ts";
import { platformClock } from "./platform/platform-clock.ts";
import { platformFetch } from "./platform/platform-fetch.ts";
import { platformRandom } from "./platform/platform-random.ts";
import type { RouteMethods } from "./route-methods.ts";
import { type VerifiedHistory, type VerifyHistoryOptions, verifyHistory } from "./verify/verify-history.ts";

/** One node of the mesh, as a program anywhere sees it. */
export interface Client extends RouteMethods {
  readonly url: string;
  /** Submits a job and follows it to its end. It survives lost connections, and a second try under the same key. */
  submitAndWait(job: JobSubmission, options?: SubmitAndWaitOptions): Promise<JobDetail>;
  /** Fetches all that proves a job, and checks it here: the node that shows it need not be trusted. */
  verifyHistory(id: string, options: VerifyHistoryOptions): Promise<VerifiedHistory>;
}

/** Where the node is, and by what it knows its caller; the rest comes from the platform when not given. */
export interface ClientOptions extends Credentials {
  readonly url: string;
  readonly fetch?: FetchLike;
  readonly clock?: Clock;
  readonly random?: (length: number) => Uint8Array;
}

/** A client of one node, in Node and in browsers. */
export function createClient(options: ClientOptions): Client {
  const { url, fetch = platformFetch(), clock = platformClock(), random = platformRandom } = options;
  const caller = createCaller({ ...options, fetch, clock, random });
  const named = Object.entries<Route>(routes).map(([name, route]) => [name, methodOf(caller, clock, route)]);
  const methods = Object.fromEntries(named) as RouteMethods;
  return {
    ...methods,
    url,
    submitAndWait: (job, waiting) => submitAndWait({ methods, random }, job, waiting),
    verifyHistory: (id, verifying) => verifyHistory(methods, id, verifying),
  };
}

function methodOf(caller: Caller, clock: Clock, route: Route): (call?: CallOf<Route>) => unknown {
  switch (route.answer) {
    case "events":
      return (call = {}) => resumedEvents({ caller, clock, route }, call);
    case "bytes":
    case "car":
      return async (call = {}) => readBytes(await caller.stream(route, call));
    case "text":
      return async (call = {}) => (await caller.stream(route, call)).text();
    default:
      return (call = {}) => caller.json(route, call);
  }
}
