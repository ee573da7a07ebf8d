import { cidOf } from "@icn-mesh/core";
import { assertEqual, assertFails, assertThat, type Contract } from "@icn-mesh/core/testing";
import type { RunResult } from "../../runner.ts";
import { SAMPLE_MODULES } from "../sample-modules.ts";
import {
  classOf,
  createStateShelf,
  type RunnerSubject,
  runSample,
  sampleScript,
  sampleWork,
} from "./sample-work.ts";

const STEPS = sampleWork("wasm", SAMPLE_MODULES.steps);
const SCRIPT = sampleScript(`(icn) => ({
  seen: new Map(),
  init() { this.seen.set(0, icn.random(4)); },
  step() { this.seen.set(this.seen.size, Math.random()); icn.output("trail", "."); return this.seen.size < 6; },
  finish() { return [...this.seen].map(String).join(";"); },
})`);

/** What a `Runner` promises of states: that they move, and that the end is the same wherever they go. */
export const statePromises: Contract<RunnerSubject> = [
  {
    promise: "comes to the identical end from every step at which it was left",
    async check({ runner }) {
      for (const work of [STEPS, SCRIPT]) {
        const whole = createStateShelf();
        const expected = endOf(await runSample(runner, work, { onCheckpoint: whole.keep }));
        assertThat(whole.checkpoints.length >= 4, "there was no checkpoint after each step");
        for (const { state } of whole.checkpoints) {
          const resumed = await runSample(runner, work, { resumeFrom: whole.resumeFrom(state) });
          assertEqual(endOf(resumed), expected, "the end of a resumed run");
        }
      }
    },
  },
  {
    promise: "stops between two steps when it is preempted, with a state to go on from",
    async check({ runner }) {
      const expected = endOf(await runSample(runner, STEPS));
      const shelf = createStateShelf();
      const preempt = new AbortController();
      const result = await runSample(runner, STEPS, {
        preempt: preempt.signal,
        onCheckpoint(checkpoint) {
          shelf.keep(checkpoint);
          if (checkpoint.step === 2) preempt.abort();
        },
      });
      assertEqual(classOf(result), "preempted", "class");
      const last = shelf.checkpoints.at(-1);
      assertEqual(last?.step, 2, "the step of the last state");
      assertThat(last !== undefined, "no state was kept");
      const resumed = await runSample(runner, STEPS, { resumeFrom: shelf.resumeFrom(last.state) });
      assertEqual(endOf(resumed), expected, "the end of the resumed run");
    },
  },
  {
    promise: "preempts work that has not begun, without a step of it done",
    async check({ runner }) {
      const result = await runSample(runner, STEPS, { preempt: AbortSignal.abort() });
      assertEqual(classOf(result), "preempted", "class");
    },
  },
  {
    promise: "sends of each state only the blocks that the one before it did not have",
    async check({ runner }) {
      const { checkpoints, keep } = createStateShelf();
      await runSample(runner, STEPS, { onCheckpoint: keep });
      const sizes = checkpoints.map(({ blocks }) => blocks.length);
      const [first = 0, ...later] = sizes;
      // Two pages, the output and the root; the page of text changes with every step, as the other does.
      assertThat(first >= 4 && later.every((size) => size <= 4), `blocks: ${sizes.join(", ")}`);
      for (const { blocks } of checkpoints) {
        for (const { cid, bytes } of blocks) {
          assertThat(
            cid === cidOf(bytes) || cid === cidOf(bytes, "raw"),
            "a block is not what its name says",
          );
        }
      }
    },
  },
  {
    promise: "goes on from what a guest saved itself",
    async check({ runner }) {
      const work = sampleWork("wasm", SAMPLE_MODULES.saver);
      const shelf = createStateShelf();
      const expected = endOf(await runSample(runner, work, { onCheckpoint: shelf.keep }));
      assertEqual(shelf.checkpoints.length, 5, "checkpoints");
      for (const { state, checkpointId } of shelf.checkpoints.slice(0, 4)) {
        assertEqual(checkpointId, "count", "the name of the checkpoint");
        const resumed = await runSample(runner, work, { resumeFrom: shelf.resumeFrom(state) });
        const { outputs, result } = endOf(resumed);
        assertEqual({ outputs, result }, { outputs: expected.outputs, result: expected.result }, "the end");
      }
    },
  },
  {
    promise: "counts the fuel of a resumed run from the beginning, so that its limit is one limit",
    async check({ runner }) {
      const shelf = createStateShelf();
      await runSample(runner, STEPS, { onCheckpoint: shelf.keep });
      const { fuel } = (await runSample(runner, STEPS)).usage;
      const state = shelf.checkpoints.at(-1)?.state;
      assertThat(state !== undefined, "no state was kept");
      const result = await runSample(runner, STEPS, {
        resumeFrom: shelf.resumeFrom(state),
        limits: { fuel: fuel - 1 },
      });
      assertEqual([classOf(result), result.usage.fuel], ["out-of-fuel", fuel - 1], "class and fuel");
    },
  },
  {
    promise: "takes no state of another program, nor one that is none",
    async check({ runner }) {
      const shelf = createStateShelf();
      await runSample(runner, STEPS, { onCheckpoint: shelf.keep });
      const state = shelf.checkpoints[0]?.state;
      assertThat(state !== undefined, "no state was kept");
      const other = sampleWork("wasm", SAMPLE_MODULES.march);
      const foreign = await runSample(runner, other, { resumeFrom: shelf.resumeFrom(state) });
      assertEqual(classOf(foreign), "invalid-input", "class");
      const bytes = new Uint8Array([0xa0]);
      const none = { state: cidOf(bytes), get: async () => bytes };
      assertEqual(classOf(await runSample(runner, STEPS, { resumeFrom: none })), "invalid-input", "class");
    },
  },
  {
    promise: "says so where a block of the state is missing or damaged",
    async check({ runner }) {
      const shelf = createStateShelf();
      await runSample(runner, STEPS, { onCheckpoint: shelf.keep });
      const state = shelf.checkpoints[0]?.state;
      assertThat(state !== undefined, "no state was kept");
      const { get } = shelf.resumeFrom(state);
      for (const wrong of [undefined, new Uint8Array([1])]) {
        const point = { state, get: async (cid: typeof state) => (cid === state ? get(cid) : wrong) };
        await assertFails("SANDBOX_STATE_MISSING", () => runSample(runner, STEPS, { resumeFrom: point }));
      }
    },
  },
];

/** All of an end that must not depend on how the run came there. */
function endOf({ outcome, usage }: RunResult) {
  const { fuel, outputBytes } = usage;
  if (outcome.type === "failed") return { result: outcome.class, outputs: [], fuel, outputBytes };
  return { result: outcome.result, outputs: [...outcome.outputs.entries()], fuel, outputBytes };
}
