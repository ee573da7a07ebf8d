import type { JobId } from "@icn-mesh/core";
import { base64url } from "multiformats/bases/base64";
import type { JobEvent } from "../contract/events.ts";
import type { JobSubmission } from "../contract/job-submission.ts";
import type { JobDetail } from "../contract/job-views.ts";
import type { RouteMethods } from "../route-methods.ts";

/** How to wait for a job. */
export interface SubmitAndWaitOptions {
  /** Ends the waiting, not the job. */
  readonly signal?: AbortSignal;
  /** Submitting again with the same key finds the same job; one is drawn when not given. */
  readonly idempotencyKey?: string;
  /** Told the id of the job as soon as it has one. */
  readonly onSubmitted?: (id: JobId) => void;
  /** Told of each line of its history. */
  readonly onEvent?: (event: JobEvent) => void;
}

const KEY_BYTES = 16;

/** Submits a job, and resolves to it when it has ended and its money is settled. */
export async function submitAndWait(
  { methods, random }: { readonly methods: RouteMethods; readonly random: (length: number) => Uint8Array },
  job: JobSubmission,
  options: SubmitAndWaitOptions = {},
): Promise<JobDetail> {
  const { signal, onSubmitted, onEvent } = options;
  const idempotencyKey = options.idempotencyKey ?? base64url.baseEncode(random(KEY_BYTES));
  const waiting = signal === undefined ? {} : { signal };
  const { id } = await methods.submitJob({ body: job, idempotencyKey, ...waiting });
  onSubmitted?.(id);
  for await (const event of methods.jobEvents({ params: { id }, ...waiting })) onEvent?.(event);
  signal?.throwIfAborted();
  return methods.showJob({ params: { id }, ...waiting });
}
