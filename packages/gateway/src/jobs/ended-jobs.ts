import type { JobDetail } from "@icn-mesh/client";
import { createBoundedMap, type Did, type JobId } from "@icn-mesh/core";
import type { RuntimeContext } from "@icn-mesh/runtime";
import { type Caller, owns } from "../auth/caller.ts";
import type { PrintedJson } from "../http/handler.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";
import { jobJson } from "./job-json.ts";

/** Shows jobs; of those that nothing more can happen to it remembers what it has printed. */
export interface EndedJobs {
  show(caller: Caller, id: JobId): Promise<Answer<JobDetail | PrintedJson>>;
}

const MOST_PRINTED = 4096;
/** Usual ones have two thousand letters; those of a hostile creator are printed each time. */
const LONGEST_PRINTED = 8192;

/** Nothing is remembered yet. */
export function createEndedJobs(context: RuntimeContext): EndedJobs {
  const printed = createBoundedMap<JobId, { readonly creator: Did; readonly json: string }>({
    max: MOST_PRINTED,
    whenFull: "evict-least-used",
  });

  function remember(id: JobId, creator: Did, json: string): void {
    if (json.length <= LONGEST_PRINTED) printed.set(id, { creator, json });
  }

  async function read(
    id: JobId,
  ): Promise<{ readonly creator: Did; readonly shown: JobDetail | PrintedJson } | undefined> {
    const known = printed.get(id);
    if (known !== undefined) return { creator: known.creator, shown: known };
    const view = await context.job(id);
    if (view === undefined) return undefined;
    const shown = jobJson(view);
    const creator = view.lifecycle.job.body.by;
    // Out of the working set: ended, and its money settled.
    if (context.manager.book(id) === undefined) remember(id, creator, JSON.stringify(shown));
    return { creator, shown };
  }

  return {
    async show(caller, id) {
      const found = await read(id);
      if (found === undefined || !(await owns(caller, found.creator, context)))
        return refuse({ code: "GATEWAY_UNKNOWN", what: "job" });
      return answered(found.shown);
    },
  };
}
