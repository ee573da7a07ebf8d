import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { runPlan } from "../src/index.ts";
import { readPlan } from "../src/plan/read-plan.ts";

const folder = join(import.meta.dirname, "../regressions");

// Each of these plans has broken a promise once; its name says which.
describe("what broke once", () => {
  const files = globSync("*.json", { cwd: folder }).toSorted();

  it.each(files)(
    "%s holds",
    async (file) => {
      const plan = readPlan(readFileSync(join(folder, basename(file)), "utf8"));
      expect((await runPlan(plan)).violations).toEqual([]);
    },
    300_000,
  );
});
