import type { JobId } from "@icn-mesh/core";
import type { JobView, RuntimeContext } from "@icn-mesh/runtime";
import { type Caller, owns } from "../auth/caller.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";

/** A job that a caller may see. One that belongs to somebody else is as unknown as one that does not exist. */
export async function ownJob(context: RuntimeContext, caller: Caller, id: JobId): Promise<Answer<JobView>> {
  const view = await context.job(id);
  const isVisible = view !== undefined && (await owns(caller, view.lifecycle.job.body.by, context));
  return isVisible ? answered(view) : refuse({ code: "GATEWAY_UNKNOWN", what: "job" });
}
