import { readFileSync } from "node:fs";
import { cidOf } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { afterAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/limits.ts";
import { createProcessRunner } from "../../src/node/index.ts";
import type { RunOptions, RunResult, Work } from "../../src/runner.ts";
import { classOf, createStateShelf, sampleWork } from "../../src/testing/runner-contract/sample-work.ts";
import { SAMPLE_MODULES } from "../../src/testing/sample-modules.ts";
import { processesOf } from "../processes-of.ts";

const why = process.platform === "linux" ? undefined : "the processes of the pool are found by /proc";
if (why !== undefined) console.log(`skipped: a guest killed at every step: ${why}`);

const limits = { ...DEFAULT_LIMITS, checkpointEveryMs: 0 };
const GLIDER = ".#......\n..#.....\n###.....\n........\n........\n";
const COUNTER = `() => { let n = 0; return { step: () => ++n < 8, finish: () => String(n) } }`;
const JOBS: readonly (readonly [name: string, work: Work, steps: number])[] = [
  ["six steps in the text format", sampleWork("wasm", SAMPLE_MODULES.steps), 6],
  ["the primes of a Rust module", withInput("step-job-rust/primes.wasm", "1500000"), 6],
  ["the life of an AssemblyScript module", withInput("step-job-assemblyscript/life.wasm", GLIDER), 10],
  ["eight steps in JavaScript", sampleWork("javascript", new TextEncoder().encode(COUNTER)), 8],
];

const runner = createProcessRunner({ clock: systemClock }, { processes: 1 });
afterAll(() => runner.close());

describe.skipIf(why !== undefined).each(JOBS)("a guest with %s", (_, work, steps) => {
  it("that is killed after any of its steps comes to the same end in another process", async () => {
    const shelf = createStateShelf();
    const unharmed = endOf(await run(work, { onCheckpoint: shelf.keep }));
    // After the last step there is nothing to go on with, and so no checkpoint.
    expect(shelf.checkpoints.map(({ step }) => step)).toEqual(
      Array.from({ length: steps - 1 }, (_step, at) => at + 1),
    );
    for (const { step } of shelf.checkpoints) {
      const { killed, resumed } = await killAfter(work, step);
      expect(classOf(killed)).toBe("crashed");
      expect(endOf(resumed)).toEqual(unharmed);
    }
    console.log(`${steps - 1} guests killed and resumed, all ended as ${JSON.stringify(unharmed)}`);
  }, 300_000);
});

function withInput(module: string, text: string): Work {
  const path = new URL(`../../../../examples/${module}`, import.meta.url);
  return sampleWork("wasm", readFileSync(path), { inputs: [new TextEncoder().encode(text)] });
}

function run(work: Work, options: Omit<RunOptions, "limits">): Promise<RunResult> {
  return runner.run(work, { ...options, limits });
}

/** Kills the guest when the checkpoint of a step is kept, and has another process go on from that checkpoint. */
async function killAfter(work: Work, step: number): Promise<Record<"killed" | "resumed", RunResult>> {
  const shelf = createStateShelf();
  const killed = await run(work, {
    onCheckpoint(checkpoint) {
      shelf.keep(checkpoint);
      if (checkpoint.step === step) killGuest();
    },
  });
  const { state } = shelf.checkpoints.find((checkpoint) => checkpoint.step === step)!;
  return { killed, resumed: await run(work, { resumeFrom: shelf.resumeFrom(state) }) };
}

function killGuest(): void {
  for (const { pid } of processesOf(process.pid)) if (pid !== process.pid) process.kill(pid, "SIGKILL");
}

/** All that two executors have to agree on. */
function endOf({ outcome, usage }: RunResult) {
  if (outcome.type === "failed") return { class: outcome.class, message: outcome.message };
  const outputs = [...outcome.outputs].map(([name, bytes]) => [name, cidOf(bytes, "raw")]);
  return { result: cidOf(outcome.result, "raw"), outputs, fuel: usage.fuel, outputBytes: usage.outputBytes };
}
