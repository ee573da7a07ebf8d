import { systemClock } from "@icn-mesh/core/node";
import { createProcessRunner, createWorkerRunner } from "@icn-mesh/sandbox/node";
import { afterAll, describe, expect, it } from "vitest";
import { createThreadSignals } from "../../src/node/thread-signals.ts";
import { classOf, numberOf, runSample, sampleWork } from "../../src/testing/runner-contract/sample-work.ts";
import { SAMPLE_MODULES } from "../../src/testing/sample-modules.ts";

const limits = { fuel: Number.MAX_SAFE_INTEGER };
const answer = sampleWork("wasm", SAMPLE_MODULES.answer);

describe.each([
  ["a process", createProcessRunner({ clock: systemClock }, { processes: 1 })],
  ["a thread", createWorkerRunner({ clock: systemClock }, { threads: 1 })],
])("a guest without steps in %s", (_place, runner) => {
  afterAll(() => runner.close());

  it("is ended when it is preempted in the middle", async () => {
    const preempt = new AbortController();
    const chatter = sampleWork("wasm", SAMPLE_MODULES.chatter);
    const onLog = () => preempt.abort();
    const result = await runSample(runner, chatter, { limits, preempt: preempt.signal, onLog });
    expect(classOf(result)).toBe("preempted");
    expect(numberOf(await runSample(runner, answer))).toBe(42n);
  });

  it("is ended when it is preempted while it begins", async () => {
    const spin = sampleWork("wasm", SAMPLE_MODULES.spin);
    const result = await runSample(runner, spin, { limits, preempt: AbortSignal.abort() });
    expect(classOf(result)).toBe("preempted");
    expect(numberOf(await runSample(runner, answer))).toBe(42n);
  });
});

describe("the signals of a thread", () => {
  it("say that a guest has no steps from when it begins until it ends", () => {
    const host = createThreadSignals();
    const thread = createThreadSignals(host.shared);
    expect(host.isWithoutSteps()).toBe(false);
    thread.begin(false);
    expect(host.isWithoutSteps()).toBe(true);
    thread.end();
    expect(host.isWithoutSteps()).toBe(false);
    thread.begin(true);
    expect(host.isWithoutSteps()).toBe(false);
  });

  it("are down when a new run is sent", () => {
    const host = createThreadSignals();
    host.preempt();
    createThreadSignals(host.shared).begin(false);
    host.reset();
    expect([host.isPreempted(), host.isWithoutSteps()]).toEqual([false, false]);
  });
});
