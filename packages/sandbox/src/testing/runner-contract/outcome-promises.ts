import { assertEqual, type Contract } from "@icn-mesh/core/testing";
import { SAMPLE_MODULES } from "../sample-modules.ts";
import { classOf, numberOf, type RunnerSubject, runSample, sampleScript, sampleWork } from "./sample-work.ts";

/** What a `Runner` promises of work that ends by itself. */
export const outcomePromises: Contract<RunnerSubject> = [
  {
    promise: "answers an echo with its payload",
    async check({ runner }) {
      const work = sampleWork("echo", null, { kind: { type: "echo", params: { payload: "hello" } } });
      const { outcome } = await runSample(runner, work);
      const result = outcome.type === "ok" ? new TextDecoder().decode(outcome.result) : outcome.class;
      assertEqual(result, "Echo: hello", "result");
    },
  },
  {
    promise: "refuses an echo of something that is no text",
    async check({ runner }) {
      const work = sampleWork("echo", null, { kind: { type: "echo", params: { payload: 7 } } });
      assertEqual(classOf(await runSample(runner, work)), "invalid-input", "class");
    },
  },
  {
    promise: "returns what run returns as the eight bytes of an i64",
    async check({ runner }) {
      for (const type of ["wasm", "ccl-wasm"]) {
        const result = await runSample(runner, sampleWork(type, SAMPLE_MODULES.answer));
        assertEqual(numberOf(result), 42n, type);
        assertEqual(result.usage.outputBytes, 8, "output bytes");
      }
    },
  },
  {
    promise: "lets a guest read its inputs and give outputs names",
    async check({ runner }) {
      const input = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
      const result = await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.copy, { inputs: [input] }));
      assertEqual(numberOf(result), 1000n, "result");
      const copy = result.outcome.type === "ok" ? result.outcome.outputs.get("copy") : undefined;
      assertEqual(copy, input, "output");
      assertEqual(result.usage.outputBytes, 1008, "output bytes");
    },
  },
  {
    promise: "gives no output a name that the work does not declare",
    async check({ runner }) {
      const work = sampleWork("wasm", SAMPLE_MODULES.copy, {
        inputs: [new Uint8Array(3)],
        outputs: ["other"],
      });
      const { outcome } = await runSample(runner, work);
      assertEqual(outcome.type === "ok" && outcome.outputs.size, 0, "outputs");
    },
  },
  {
    promise: "says trap of a guest that traps",
    async check({ runner }) {
      assertEqual(classOf(await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.trap))), "trap", "class");
    },
  },
  {
    promise: "says invalid-module of what is no module, has no entry, or is not there",
    async check({ runner }) {
      for (const module of [new Uint8Array([1, 2, 3]), EMPTY_MODULE, null]) {
        assertEqual(classOf(await runSample(runner, sampleWork("wasm", module))), "invalid-module", "class");
      }
      const steps = sampleWork("ccl-wasm", SAMPLE_MODULES.steps);
      assertEqual(
        classOf(await runSample(runner, steps)),
        "invalid-module",
        "class of a contract with steps",
      );
    },
  },
  {
    promise: "has no runner for a kind that nobody registered",
    async check({ runner }) {
      for (const kind of [
        { type: "unheard-of", params: {} },
        { type: "generic", params: { label: "unheard-of" } },
        { type: "generic", params: {} },
      ]) {
        const result = await runSample(runner, sampleWork("", null, { kind }));
        assertEqual(classOf(result), "no-runner", "class");
        assertEqual(result.usage, { fuel: 0, wallMs: 0, peakMemoryBytes: 0, outputBytes: 0 }, "usage");
      }
    },
  },
  {
    promise: "runs JavaScript, and says trap of a job that throws",
    async check({ runner }) {
      const sum = sampleScript(
        `async (icn) => { icn.output("one", "1"); return [1, 2, 3].reduce((a, b) => a + b); }`,
      );
      const { outcome } = await runSample(runner, sum);
      assertEqual(outcome.type === "ok" && new TextDecoder().decode(outcome.result), "6", "result");
      const thrown = await runSample(runner, sampleScript(`() => { throw new Error("bad") }`));
      assertEqual(thrown.outcome, { type: "failed", class: "trap", message: "Error: bad" }, "outcome");
    },
  },
];

const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
