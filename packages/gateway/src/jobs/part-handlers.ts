import type { JobId } from "@icn-mesh/core";
import { currentStatus } from "@icn-mesh/mesh";
import type { Caller } from "../auth/caller.ts";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { answered, refuse } from "../http/refusal.ts";
import {
  assignmentJson,
  bidJson,
  checkpointJson,
  partialOutputJson,
  progressJson,
  receiptJson,
  selectionJson,
} from "./job-json.ts";
import { ownJob } from "./own-job.ts";
import { whyNotJson } from "./why-not-json.ts";

type Names =
  | "jobAttempts"
  | "jobBids"
  | "jobCheckpoints"
  | "jobPartialOutputs"
  | "jobProgress"
  | "jobSelections"
  | "whyNotJob";

interface AboutJob {
  readonly caller: Caller;
  readonly params: { readonly id: JobId };
}

/** Handles what asks for parts of a job. */
export function partHandlers({ context }: Pick<GatewayComponents, "context">): Handlers<Names> {
  const lifecycleOf = async ({ caller, params }: AboutJob) => {
    const job = await ownJob(context, caller, params.id);
    return job.ok ? answered(job.value.lifecycle) : job;
  };
  return {
    async jobBids(request) {
      const found = await lifecycleOf(request);
      return found.ok ? answered({ bids: found.value.bids.map(bidJson) }) : found;
    },
    async jobSelections(request) {
      const found = await lifecycleOf(request);
      return found.ok ? answered({ selections: found.value.selections.map(selectionJson) }) : found;
    },
    async jobAttempts(request) {
      const found = await lifecycleOf(request);
      if (!found.ok) return found;
      const { assignments, receipts } = found.value;
      return answered({
        assignments: assignments.map(assignmentJson),
        receipts: receipts.map(receiptJson),
      });
    },
    async jobProgress(request) {
      const found = await lifecycleOf(request);
      if (!found.ok) return found;
      return answered({ ...progressJson(found.value), status: currentStatus(found.value) });
    },
    async jobCheckpoints(request) {
      const found = await lifecycleOf(request);
      return found.ok ? answered({ checkpoints: found.value.checkpoints.map(checkpointJson) }) : found;
    },
    async jobPartialOutputs(request) {
      const found = await lifecycleOf(request);
      return found.ok
        ? answered({ partialOutputs: found.value.partialOutputs.map(partialOutputJson) })
        : found;
    },
    async whyNotJob(request) {
      const found = await lifecycleOf(request);
      if (!found.ok) return found;
      const why = context.whyNot(request.params.id);
      if (why !== undefined) return answered(whyNotJson(why));
      return refuse({ code: "GATEWAY_JOB_ENDED", status: currentStatus(found.value) });
    },
  };
}
