import type { Did } from "@icn-mesh/core";
import type { JobFilter, RuntimeContext } from "@icn-mesh/runtime";
import { accountOf, type Caller, may } from "../auth/caller.ts";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { answered, refuse } from "../http/refusal.ts";
import { createEndedJobs } from "./ended-jobs.ts";
import { historyCar } from "./history-car.ts";
import { historyJson, summaryJson } from "./job-json.ts";
import { ownJob } from "./own-job.ts";

/** Handles what asks for jobs as a whole, and for their histories. */
export function readHandlers({
  context,
  federation,
}: Pick<GatewayComponents, "context" | "federation">): Handlers<
  "jobHistory" | "jobHistoryCar" | "listJobs" | "showJob"
> {
  const ended = createEndedJobs(context);
  return {
    showJob: ({ caller, params }) => ended.show(caller, params.id),
    listJobs: ({ caller, query }) => list(context, caller, query),
    async jobHistory({ caller, params, query }) {
      const job = await ownJob(context, caller, params.id);
      if (!job.ok) return job;
      const history = await context.history(params.id);
      const lines = history === undefined ? [] : historyJson(history, query.from);
      const isMore = lines.length > query.limit;
      return answered({
        entries: lines.slice(0, query.limit),
        next: isMore ? query.from + query.limit : null,
      });
    },
    async jobHistoryCar({ caller, params }) {
      const job = await ownJob(context, caller, params.id);
      if (!job.ok) return job;
      const evidence = await context.evidence(params.id);
      if (evidence === undefined) return refuse({ code: "GATEWAY_UNKNOWN", what: "job" });
      return answered({ bytes: historyCar(federation, evidence) });
    },
  };
}

type ListQuery = Parameters<Handlers["listJobs"]>[0]["query"];

/** A caller who may not see what belongs to others lists nothing of it, whatever the filter. */
async function list(context: RuntimeContext, caller: Caller, query: ListQuery) {
  const { limit, cursor, creator } = query;
  const own = may(caller, "admin") ? creator : await accountOf(caller, context);
  if (creator !== undefined && creator !== own) return answered({ jobs: [], next: null });
  const page = { limit, ...(cursor === undefined ? {} : { after: cursor }) };
  const { jobs, next = null } = await context.jobs(filterOf(query, own), page);
  return answered({ jobs: jobs.map(summaryJson), next });
}

function filterOf({ status, label }: ListQuery, creator: Did | undefined): JobFilter {
  return {
    ...(status === undefined ? {} : { status }),
    ...(creator === undefined ? {} : { creator }),
    ...(label === undefined ? {} : { labels: labelIn(label) }),
  };
}

function labelIn(label: string): Readonly<Record<string, string>> {
  const at = label.indexOf("=");
  return { [label.slice(0, at)]: label.slice(at + 1) };
}
