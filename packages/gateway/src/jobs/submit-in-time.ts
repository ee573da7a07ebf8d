import type { Cid, JobId, JobSpec } from "@icn-mesh/core";
import type { SubmitOptions, SubmitResult } from "@icn-mesh/runtime";
import type { GatewayComponents } from "../gateway-components.ts";
import { inTime } from "../http/in-time.ts";

/** A job to be submitted. */
export interface TimelySubmission {
  readonly manifest: Cid | null;
  readonly spec: JobSpec;
  readonly cost: bigint;
  readonly options: SubmitOptions;
}

/**
 * Submits a job, and does not wait for guards that are silent: a job that is stored by then is in the hands of the node,
 * and waits for them itself. Undefined where not even that came about in time.
 */
export async function submitInTime(
  { context, clock }: Pick<GatewayComponents, "clock" | "context">,
  { manifest, spec, cost, options }: TimelySubmission,
): Promise<SubmitResult | undefined> {
  let job: JobId | undefined;
  const noted: SubmitOptions = {
    ...options,
    also(id) {
      job = id;
      return options.also?.(id) ?? {};
    },
  };
  const result = await inTime(clock, context.submitJob(manifest, spec, cost, noted));
  if (result !== undefined) return result;
  const isStored = job !== undefined && (await context.storage.ref(`job/${job}`)) !== null;
  return isStored && job !== undefined ? { ok: true, job, isNew: true } : undefined;
}
