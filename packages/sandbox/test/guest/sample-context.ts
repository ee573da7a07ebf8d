import type { GuestContext } from "../../src/guest/guest-context.ts";
import type { GuestEvent } from "../../src/guest/guest-event.ts";
import { createGuestMemory, type GuestMemory } from "../../src/guest/guest-memory.ts";
import { createGuestOutputs } from "../../src/guest/guest-outputs.ts";
import type { GuestPort } from "../../src/guest/guest-port.ts";
import { createGuestRandom } from "../../src/guest/guest-random.ts";
import { createGuestReports } from "../../src/guest/guest-reports.ts";
import { guestStop } from "../../src/guest/guest-stop.ts";
import type { GuestTask } from "../../src/guest/guest-task.ts";
import { SAMPLE_LIMITS } from "../../src/testing/runner-contract/sample-work.ts";

/** A task with nothing in it. */
export function sampleTask(more: Partial<GuestTask> = {}): GuestTask {
  return {
    purpose: "run",
    kind: "wasm",
    params: {},
    module: null,
    inputs: [],
    args: [],
    outputs: [],
    deterministic: false,
    seed: "a job",
    now: 1_800_000_000_000,
    limits: SAMPLE_LIMITS,
    account: null,
    resumeFrom: null,
    ...more,
  };
}

/** A port that keeps what it is told, at a time that the test sets. */
export function createRecordingPort(): GuestPort & { readonly events: GuestEvent[]; time: number } {
  const events: GuestEvent[] = [];
  return {
    events,
    time: 0,
    emit: (event) => void events.push(event),
    ask: () => undefined,
    isPreempted: () => false,
    monotonic() {
      return this.time;
    },
  };
}

/** What host functions share, over a memory of one page, with so much fuel. */
export function createSampleContext(task: GuestTask = sampleTask(), fuel = 1_000_000_000) {
  const port = createRecordingPort();
  const buffer = new ArrayBuffer(65_536);
  const memory: GuestMemory = createGuestMemory(() => buffer);
  let left = fuel;
  const context: GuestContext = {
    task,
    port,
    memory,
    outputs: createGuestOutputs(task),
    reports: createGuestReports(port, task.limits),
    random: createGuestRandom(task.seed),
    saved: undefined,
    charge(bytes) {
      left -= 100 + (bytes >>> 2);
      if (left < 0) throw guestStop("out-of-fuel", "no fuel");
    },
    chargeEvent: (bytes) => context.charge(bytes + 40_000),
    checkpoint: () => undefined,
  };
  return { context, port, memory, left: () => left };
}
