import type { Outcome, RunOptions, Work } from "@icn-mesh/sandbox";
import type { WorkRunner } from "../ports/work-runner.ts";

/** What a guest does, as a function. */
export type SampleGuest = (work: Work, options: RunOptions) => Promise<Outcome> | Outcome;

const encoder = new TextEncoder();

/** A runner whose guests are functions by kind. `echo` gives its payload back, unless something else is said. */
export function createSampleRunner(guests: Readonly<Record<string, SampleGuest>> = {}): WorkRunner {
  const all: Readonly<Record<string, SampleGuest>> = { echo, ...guests };
  return {
    kinds: Object.keys(all),
    async run(work, options) {
      const guest = all[work.kind.type] ?? noRunner;
      const outcome = await guest(work, options);
      const outputBytes = outcome.type === "ok" ? outcome.result.length : 0;
      return { outcome, usage: { fuel: 1, wallMs: 0, peakMemoryBytes: 0, outputBytes } };
    },
  };
}

function echo({ kind: { params } }: Work): Outcome {
  const payload =
    params !== null && typeof params === "object" && "payload" in params ? params["payload"] : "";
  return { type: "ok", result: encoder.encode(`Echo: ${String(payload)}`), outputs: new Map() };
}

function noRunner({ kind: { type } }: Work): Outcome {
  return { type: "failed", class: "no-runner", message: `nothing here runs ${type}` };
}
