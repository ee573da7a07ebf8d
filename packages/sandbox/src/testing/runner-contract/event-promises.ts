import { assertEqual, assertThat, type Contract, sampleDid } from "@icn-mesh/core/testing";
import type { HostCalls } from "../../host-calls.ts";
import { SAMPLE_MODULES } from "../sample-modules.ts";
import {
  classOf,
  numberOf,
  type RunnerSubject,
  runSample,
  SAMPLE_LIMITS,
  sampleWork,
} from "./sample-work.ts";

/** What a `Runner` promises of what a guest says and asks while it runs, and of what is asked before. */
export const eventPromises: Contract<RunnerSubject> = [
  {
    promise: "tells lines, progress and pieces of output in the order in which they came",
    async check({ runner }) {
      const told: unknown[] = [];
      const result = await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.teller), {
        onLog: (line) => void told.push(line),
        onProgress: (progress) => void told.push(progress),
        onPartialOutput: ({ bytes, ...piece }) =>
          void told.push({ ...piece, text: new TextDecoder().decode(bytes) }),
      });
      assertEqual(classOf(result), "ok", "class");
      assertEqual(
        told,
        [
          { level: "warn", text: "hello" },
          { stage: "half", percent: 5000, message: "hello" },
          { outputId: "half", stage: "half", format: "text/plain", text: "hello" },
        ],
        "events",
      );
    },
  },
  {
    promise: "tells nothing more while a listener has not taken what it was told",
    async check({ runner }) {
      const cancel = new AbortController();
      let open = 0;
      let most = 0;
      let lines = 0;
      await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.chatter), {
        signal: cancel.signal,
        limits: { fuel: 2_000_000 },
        async onLog() {
          most = Math.max(most, ++open);
          lines++;
          await Promise.resolve();
          open--;
        },
      });
      assertThat(lines > 10, "the guest was not heard");
      assertEqual(most, 1, "lines told at once");
    },
  },
  {
    promise: "drops the lines of a guest that writes more of them than allowed, and says so once",
    async check({ runner }) {
      const lines: string[] = [];
      const result = await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.chatter), {
        limits: { logBytes: 100, fuel: 5_000_000 },
        onLog: ({ text }) => void lines.push(text),
      });
      assertEqual(classOf(result), "out-of-fuel", "class");
      assertEqual(lines.length, 26, "lines");
      assertThat(lines.at(-1)?.includes("no more lines") === true, "the end of the log is not marked");
    },
  },
  {
    promise: "ends a run whose listener throws, and rejects with what it threw",
    async check({ runner }) {
      const reason = new Error("the disk is full");
      const run = runSample(runner, sampleWork("wasm", SAMPLE_MODULES.teller), {
        onLog() {
          throw reason;
        },
      });
      const given = await run.then(
        () => "it ended",
        (thrown: unknown) => thrown,
      );
      assertThat(given === reason, "it did not reject with the reason");
      assertEqual(
        numberOf(await runSample(runner, sampleWork("wasm", SAMPLE_MODULES.answer))),
        42n,
        "the next run",
      );
    },
  },
  {
    promise: "refuses a module that calls the mesh, unless the run allows that",
    async check({ runner, isApart }) {
      const work = sampleWork("wasm", SAMPLE_MODULES.mana);
      assertEqual(classOf(await runSample(runner, work)), "invalid-module", "class");
      if (!isApart) return;
      const allowed = await runSample(runner, work, { hostCalls: recordingMesh(77n) });
      assertEqual(numberOf(allowed), 77n, "result");
      const deterministic = { ...work, deterministic: true };
      const refused = await runSample(runner, deterministic, { hostCalls: recordingMesh(77n) });
      assertEqual(classOf(refused), "invalid-module", "class of deterministic work");
    },
  },
  {
    promise: "admits what it would run, and nothing else",
    async check({ runner }) {
      const limits = SAMPLE_LIMITS;
      const admitted = await runner.admit(sampleWork("wasm", SAMPLE_MODULES.spin), { limits });
      assertEqual(admitted, { ok: true }, "an endless loop, whose end nobody can know");
      const refused = [
        [sampleWork("wasm", SAMPLE_MODULES.vast), "out-of-memory"],
        [sampleWork("wasm", SAMPLE_MODULES.mana), "invalid-module"],
        [sampleWork("wasm", new Uint8Array(9)), "invalid-module"],
        [sampleWork("unheard-of", null), "no-runner"],
      ] as const;
      for (const [work, expected] of refused) {
        const admission = await runner.admit(work, { limits });
        assertEqual(admission.ok || admission.class, expected, "admission");
      }
    },
  },
];

/** A mesh in which every account has so much mana, and nothing else happens. */
function recordingMesh(mana: bigint): HostCalls {
  return {
    account: sampleDid(1),
    allowance: 0n,
    submitMeshJob: async () => undefined,
    anchorReceipt: async () => undefined,
    pendingMeshJobs: async () => new TextEncoder().encode("[]"),
    mana: async () => mana,
    spendMana: async () => false,
    reputation: async () => 0n,
  };
}
