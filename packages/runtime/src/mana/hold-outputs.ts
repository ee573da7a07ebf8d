import type { Clock, ExecutionReceipt } from "@icn-mesh/core";
import type { GuardComponents } from "@icn-mesh/economics";
import { fetchInTime } from "../network/fetch-in-time.ts";
import type { PayloadFetcher } from "../ports/payload-fetcher.ts";

/** How a guard gets hold of outputs, and how much of them. */
export interface HoldOutputsComponents {
  readonly payloads: PayloadFetcher;
  readonly clock: Clock;
}

const PATIENCE_MS = 5000;
const MOST_BYTES = 64 * 1024 * 1024;

/** Lets a guard fetch the outputs that an executor wants to be paid for, from the executor itself: who has not handed them over has not delivered. */
export function holdOutputs(components: HoldOutputsComponents): NonNullable<GuardComponents["holdsOutputs"]> {
  const { signal } = new AbortController();
  return async ({ by, outcome }: ExecutionReceipt) => {
    if (outcome.type === "failed") return true;
    const roots = [outcome.result, ...Object.values(outcome.outputs)];
    return fetchInTime(components, roots, { from: [by], signal, maxBytes: MOST_BYTES, ms: PATIENCE_MS });
  };
}
