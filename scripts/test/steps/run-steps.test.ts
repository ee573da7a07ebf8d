import { expect, test } from "vitest";
import { runSteps } from "../../steps/run-steps.ts";
import type { Outcome, Step } from "../../steps/step.ts";
import { type Tally, tallyLine } from "../../tally/tally.ts";

const pass = step("pass", { status: "passed" });
const fail = step("fail", { status: "failed", output: "one\ntwo\n" });
const skip = step("skip", { status: "skipped", reason: "no browser" });

test("a step that passes or is skipped takes a line, one that fails shows its output", async () => {
  expect(await run([pass, fail, skip])).toEqual([
    "passed    1.0 s  pass",
    "failed    1.0 s  fail",
    "    one\n    two",
    "skipped: skip: no browser",
    "1 passed, 1 failed, 1 skipped",
  ]);
});

test("a skipped step is a failure where nothing may be missing", async () => {
  expect(await run([skip], { strict: true })).toEqual([
    "failed    1.0 s  skip",
    "    may not be skipped in CI: no browser",
    "0 passed, 1 failed, 0 skipped",
  ]);
});

test("a step that throws fails, and the others go on", async () => {
  const broken: Step = { name: "broken", run: () => Promise.reject(new Error("boom")) };
  const lines = await run([broken, pass]);
  expect(lines[1]).toContain("Error: boom");
  expect(lines.at(-1)).toBe("1 passed, 1 failed, 0 skipped");
});

test("what comes after a failed step fails without running, what comes after a skipped one is skipped", async () => {
  const never: Step = { name: "never", after: ["fail"], run: () => Promise.reject(new Error("it ran")) };
  const neither: Step = { ...never, name: "neither", after: ["skip"] };
  const lines = await run([fail, skip, never, neither]);
  expect(lines).toContain("    needs fail");
  expect(lines).toContain("skipped: neither: no browser");
});

test("the count of a suite counts instead of the step that runs it", async () => {
  const suite = step("suite", { status: "passed", tally: { passed: 7, failed: 0, skipped: 2 } });
  const crash = step("crash", { status: "failed", output: "", tally: { passed: 3, failed: 0, skipped: 0 } });
  expect((await run([suite])).at(-1)).toBe("7 passed, 0 failed, 2 skipped");
  expect((await run([crash])).at(-1)).toBe("3 passed, 1 failed, 0 skipped");
});

test("no more steps run at a time than allowed, and a step waits for those it comes after", async () => {
  const events: string[] = [];
  const traced = (name: string, after: readonly string[] = []): Step => ({
    name,
    after,
    run: async () => {
      events.push(`+${name}`);
      await Promise.resolve();
      events.push(`-${name}`);
      return { status: "passed" };
    },
  });
  await run([traced("a"), traced("c", ["b"]), traced("b")], { concurrency: 1 });
  expect(events).toEqual(["+a", "-a", "+b", "-b", "+c", "-c"]);
});

function step(name: string, outcome: Outcome): Step {
  return { name, run: () => Promise.resolve(outcome) };
}

/** All printed lines and the count, with a clock on which each look takes a second. */
async function run(
  steps: readonly Step[],
  options: { strict?: boolean; concurrency?: number } = {},
): Promise<string[]> {
  const lines: string[] = [];
  let looks = 0;
  const tally: Tally = await runSteps(steps, {
    concurrency: 1,
    strict: false,
    print: (line) => lines.push(line),
    now: () => looks++ * 1000,
    ...options,
  });
  return [...lines, tallyLine(tally)];
}
