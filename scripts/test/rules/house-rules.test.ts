import { expect, test } from "vitest";
import { checkRule } from "../../rules/check-rule.ts";
import { houseRules } from "../../rules/house-rules.ts";
import type { Rule } from "../../rules/rule.ts";
import { cleanWorkspace, type Tree } from "../clean-workspace.ts";
import { exportPlants } from "./export-plants.ts";
import { sourcePlants } from "./source-plants.ts";
import { workspacePlants } from "./workspace-plants.ts";

const plants = [...sourcePlants, ...exportPlants, ...workspacePlants];

test.for(houseRules)("$name lets the clean workspace pass", (rule) => {
  expect(found(rule, {})).toEqual([]);
});

test.for(plants)("$rule finds who $does", ({ rule, files, found: places }) => {
  expect(found(ruleCalled(rule), files)).toEqual(places);
});

test("there is a plant for every rule", () => {
  expect(new Set(plants.map(({ rule }) => rule))).toEqual(new Set(houseRules.map(({ name }) => name)));
});

test("a line is left alone by the one rule that it names with a reason", () => {
  const path = "packages/core/src/new.ts";
  const planted = (comment: string): Tree => ({ [path]: `${comment}\nexport class Part {}\n` });
  const classes = ruleCalled("classes");
  expect(found(classes, planted("// house-ignore classes: measured to be twice as fast"))).toEqual([]);
  expect(found(classes, planted("// house-ignore throws: measured to be twice as fast"))).toEqual([
    `${path}:2`,
  ]);
  expect(found(classes, planted("// house-ignore classes:"))).toEqual([`${path}:2`]);
});

function found(rule: Rule, changes: Tree): string[] {
  const files = Object.entries({ ...cleanWorkspace, ...changes }).map(([path, text]) => ({ path, text }));
  return checkRule(rule, files).map(({ path, line }) => `${path}:${line}`);
}

function ruleCalled(name: string): Rule {
  return houseRules.find((rule) => rule.name === name) as Rule;
}
