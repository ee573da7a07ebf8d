import type { CommitInput, JobId } from "@icn-mesh/core";
import type { QuotaSeat } from "./quotas.ts";

/** What is durable with a job, with what its seat in a quota writes. */
export function withSeat(
  seat: QuotaSeat,
  also: ((job: JobId) => CommitInput) | undefined,
): (job: JobId) => CommitInput {
  return (job) => {
    const all = [also?.(job) ?? {}, seat.extras(job)];
    return { blocks: all.flatMap(({ blocks = [] }) => blocks), refs: all.flatMap(({ refs = [] }) => refs) };
  };
}
