import type { Clock, ExecutionReceipt, Job } from "@icn-mesh/core";
import type { GuardComponents } from "@icn-mesh/economics";
import { fetchInTime } from "../network/fetch-in-time.ts";
import { mostFileBytes } from "../payloads/most-file-bytes.ts";
import type { PayloadFetcher } from "../ports/payload-fetcher.ts";

/** How a guard gets hold of outputs, and how much of them. */
export interface HoldOutputsComponents {
  readonly payloads: PayloadFetcher;
  readonly clock: Clock;
}

const PATIENCE_MS = 5000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Lets a guard fetch the outputs that an executor wants to be paid for, from the executor itself: who has not handed
 * them over, or has more of them than its job allows, has not delivered.
 */
export function holdOutputs(components: HoldOutputsComponents): NonNullable<GuardComponents["holdsOutputs"]> {
  const { signal } = new AbortController();
  return async ({ by, outcome }: ExecutionReceipt, { spec }: Pick<Job, "spec">) => {
    if (outcome.type === "failed") return true;
    const roots = [outcome.result, ...Object.values(outcome.outputs)];
    const maxBytes = Math.min(MOST_BYTES, mostFileBytes(spec.limits.outputBytes));
    return fetchInTime(components, roots, { from: [by], signal, maxBytes, ms: PATIENCE_MS });
  };
}
