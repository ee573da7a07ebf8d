import { expect, test } from "vitest";
import { checkSteps } from "../check-steps.ts";
import { houseRules } from "../rules/house-rules.ts";
import type { SourceFile } from "../rules/source-file.ts";
import { cleanWorkspace } from "./clean-workspace.ts";

const clean = Object.entries(cleanWorkspace).map(([path, text]) => ({ path, text }));

test("the check has a step for every rule of the house, and one for each tool", () => {
  const tools = ["build", "types", "test types", "lint", "boundaries", "unused", "publint", "attw"];
  expect(names(clean)).toEqual(expect.arrayContaining([...tools, ...houseRules.map(({ name }) => name)]));
});

test("no two steps have the same name, and what a step comes after stands above it", () => {
  const steps = checkSteps(clean);
  expect(new Set(names(clean)).size).toBe(steps.length);
  steps.forEach(({ after = [] }, index) => {
    expect(names(clean).slice(0, index)).toEqual(expect.arrayContaining([...after]));
  });
});

test("the step of a rule passes clean files, and else says where the problem is and what to do", async () => {
  const planted = [...clean, { path: "packages/core/src/new.ts", text: "\nexport class Part {}\n" }];
  expect(await run("classes", clean)).toEqual({ status: "passed" });
  expect(await run("classes", planted)).toEqual({
    status: "failed",
    output: "packages/core/src/new.ts:2 only errors are classes; write a createX",
  });
});

function names(files: readonly SourceFile[]): string[] {
  return checkSteps(files).map(({ name }) => name);
}

async function run(name: string, files: readonly SourceFile[]): Promise<unknown> {
  return await checkSteps(files)
    .find((step) => step.name === name)
    ?.run();
}
