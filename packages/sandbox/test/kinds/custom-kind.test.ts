import { createHandClock } from "@icn-mesh/core/testing";
import { createInProcessRunner, defineKind, type RunResult } from "@icn-mesh/sandbox";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { runSample, SAMPLE_LIMITS, sampleWork } from "../../src/testing/runner-contract/sample-work.ts";

const USAGE = { fuel: 0, wallMs: 1, peakMemoryBytes: 0, outputBytes: 0 };
const done = (text: string): RunResult => ({
  outcome: { type: "ok", result: new TextEncoder().encode(text), outputs: new Map() },
  usage: USAGE,
});

const render = defineKind({
  kind: "generic/render",
  params: z.strictObject({ label: z.literal("render"), frames: z.int() }),
  run: async ({ params }) => done(`${params.frames} frames`),
});
const never = defineKind({ kind: "never", params: z.unknown(), run: () => new Promise(() => undefined) });
const work = (type: string, params: never | object) =>
  sampleWork("", null, { kind: { type, params: params as never } });

describe("a kind of the host's own", () => {
  const clock = createHandClock();
  const runner = createInProcessRunner({ clock }, { kinds: [render, never] });

  it("is run with the parameters that its schema took", async () => {
    expect(runner.kinds).toContain("generic/render");
    const { outcome } = await runSample(runner, work("generic", { label: "render", frames: 3 }));
    expect(outcome).toMatchObject({ type: "ok", result: new TextEncoder().encode("3 frames") });
  });

  it("is not run with others", async () => {
    const wrong = work("generic", { label: "render", frames: "many" });
    expect((await runSample(runner, wrong)).outcome).toMatchObject({ class: "invalid-input" });
    expect(await runner.admit(wrong, { limits: SAMPLE_LIMITS })).toMatchObject({ class: "invalid-input" });
    const right = work("generic", { label: "render", frames: 3 });
    expect(await runner.admit(right, { limits: SAMPLE_LIMITS })).toEqual({ ok: true });
  });

  it("ends with its time, whether or not its runner listens", async () => {
    const run = runSample(runner, work("never", {}), { limits: { wallMs: 100 } });
    await clock.advance(100);
    expect((await run).outcome).toMatchObject({ class: "timeout" });
    expect((await run).usage.wallMs).toBe(100);
  });

  it("ends when it is cancelled, and tells its runner so", async () => {
    const cancel = new AbortController();
    let heard: AbortSignal | undefined;
    const listening = defineKind({
      kind: "listening",
      params: z.unknown(),
      run: (_job, { signal }) => {
        heard = signal;
        return new Promise(() => undefined);
      },
    });
    const other = createInProcessRunner({ clock }, { kinds: [listening] });
    const run = runSample(other, work("listening", {}), { signal: cancel.signal });
    cancel.abort();
    expect((await run).outcome).toMatchObject({ class: "cancelled" });
    expect(heard?.aborted).toBe(true);
  });

  it("may not put out more than the job allows", async () => {
    const params = { label: "render", frames: 1_000_000 };
    const { outcome } = await runSample(runner, work("generic", params), { limits: { outputBytes: 5 } });
    expect(outcome).toMatchObject({ class: "output-too-large" });
  });

  it("has a name of its own", () => {
    expect(() => createInProcessRunner({ clock }, { kinds: [render, render] })).toThrow(
      expect.objectContaining({ code: "SANDBOX_KIND_TWICE" }),
    );
    const taken = defineKind({ kind: "wasm", params: z.unknown(), run: async () => done("") });
    expect(() => createInProcessRunner({ clock }, { kinds: [taken] })).toThrow(
      expect.objectContaining({ code: "SANDBOX_KIND_TWICE" }),
    );
  });
});

it("refuses limits that are none", async () => {
  const runner = createInProcessRunner({ clock: createHandClock() });
  for (const fuel of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    await expect(runSample(runner, sampleWork("wasm", null), { limits: { fuel } })).rejects.toMatchObject({
      code: "SANDBOX_BAD_LIMIT",
      failure: { limit: "fuel", value: fuel },
    });
  }
});
