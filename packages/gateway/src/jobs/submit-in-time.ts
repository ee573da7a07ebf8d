import type { Cid, JobId, JobSpec } from "@icn-mesh/core";
import type { SubmitOptions, SubmitResult } from "@icn-mesh/runtime";
import type { GatewayComponents } from "../gateway-components.ts";

/** A job to be submitted. */
export interface TimelySubmission {
  readonly manifest: Cid | null;
  readonly spec: JobSpec;
  readonly cost: bigint;
  readonly options: SubmitOptions;
}

/** Guards answer within a second or two; who waits longer had better look at the job later. */
const PATIENCE_MS = 15_000;

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
  const submitting = context.submitJob(manifest, spec, cost, noted);
  const patience = new AbortController();
  const late = clock.after(PATIENCE_MS, { signal: patience.signal }).then(
    () => undefined,
    () => undefined, // aborted, because the answer came
  );
  const result = await Promise.race([submitting, late]).finally(() => patience.abort());
  if (result !== undefined) return result;
  submitting.catch(() => undefined); // nobody waits for it any more
  const isStored = job !== undefined && (await context.storage.ref(`job/${job}`)) !== null;
  return isStored && job !== undefined ? { ok: true, job, isNew: true } : undefined;
}
