import { assertEqual, assertThat, type Contract } from "@icn-mesh/core/testing";
import { SAMPLE_MODULES } from "../sample-modules.ts";
import { classOf, numberOf, type RunnerSubject, runSample, sampleScript, sampleWork } from "./sample-work.ts";

/** What a `Runner` promises of work that has to be ended. */
export const limitPromises: Contract<RunnerSubject> = [
  {
    promise: "ends a guest that uses up its fuel, and says so to the unit",
    async check({ runner }) {
      const result = await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.spin), {
        limits: { fuel: 123_456 },
      });
      assertEqual([classOf(result), result.usage.fuel], ["out-of-fuel", 123_456], "class and fuel");
      const script = await runSample(runner, sampleScript("() => { for (;;); }"));
      assertEqual(classOf(script), "out-of-fuel", "class of a script");
    },
  },
  {
    promise: "counts the same fuel for the same work",
    async check({ runner }) {
      const work = sampleWork("wasm", SAMPLE_MODULES.copy, { inputs: [new Uint8Array(500)] });
      const fuel = (await runSample(runner, work)).usage.fuel;
      assertThat(fuel > 0, "no fuel was used");
      assertEqual((await runSample(runner, work)).usage.fuel, fuel, "fuel");
    },
  },
  {
    promise: "ends a guest that wants more memory than allowed, at once or in the end",
    async check({ runner }) {
      for (const module of [SAMPLE_MODULES.vast, SAMPLE_MODULES.greedy]) {
        const result = await runSample(runner, sampleWork("wasm", module));
        assertEqual(classOf(result), "out-of-memory", "class");
        assertThat(result.usage.peakMemoryBytes <= 4 * 1024 * 1024, "it got more memory than allowed");
      }
      const script = await runSample(
        runner,
        sampleScript("() => { const a = []; for (;;) a.push(new Array(1000).fill(1)) }"),
        {
          limits: { fuel: 5_000_000_000 },
        },
      );
      assertEqual(classOf(script), "out-of-memory", "class of a script");
    },
  },
  {
    promise: "ends a guest that puts out more than allowed",
    async check({ runner }) {
      const result = await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.flood));
      assertEqual(classOf(result), "output-too-large", "class");
      const long = sampleWork("echo", null, { kind: { type: "echo", params: { payload: "hello" } } });
      assertEqual(
        classOf(await runSample(runner, long, { limits: { outputBytes: 5 } })),
        "output-too-large",
        "class of an echo",
      );
    },
  },
  {
    promise: "refuses a module or inputs larger than allowed before it runs anything",
    async check({ runner }) {
      const work = sampleWork("wasm", SAMPLE_MODULES.copy, { inputs: [new Uint8Array(100)] });
      const module = await runSample(runner, work, { limits: { moduleBytes: 20 } });
      const inputs = await runSample(runner, work, { limits: { inputBytes: 99 } });
      assertEqual([classOf(module), classOf(inputs)], ["invalid-module", "invalid-input"], "classes");
      assertEqual([module.usage.fuel, inputs.usage.fuel], [0, 0], "fuel");
    },
  },
  {
    promise: "ends a guest whose time is over",
    async check({ runner, isApart }) {
      const modules = isApart ? [SAMPLE_MODULES.chatter, SAMPLE_MODULES.spin] : [SAMPLE_MODULES.chatter];
      for (const module of modules) {
        const result = await runSample(runner, sampleWork("wasm", module), {
          limits: { fuel: Number.MAX_SAFE_INTEGER, wallMs: 50 },
        });
        assertEqual(classOf(result), "timeout", "class");
        assertThat(result.usage.wallMs >= 50, "it ended before its time");
      }
      assertEqual(
        numberOf(await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.answer))),
        42n,
        "the next run",
      );
    },
  },
  {
    promise: "runs nothing of work that is cancelled already",
    async check({ runner }) {
      const signal = AbortSignal.abort();
      const result = await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.spin), { signal });
      assertEqual([classOf(result), result.usage.fuel], ["cancelled", 0], "class and fuel");
    },
  },
  {
    promise: "ends a guest that is cancelled while it runs",
    async check({ runner }) {
      const cancel = new AbortController();
      const result = await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.march), {
        signal: cancel.signal,
        limits: { fuel: Number.MAX_SAFE_INTEGER },
        onCheckpoint: ({ step }) => {
          if (step === 3) cancel.abort();
        },
      });
      assertEqual(classOf(result), "cancelled", "class");
      assertEqual(
        numberOf(await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.answer))),
        42n,
        "the next run",
      );
    },
  },
];
