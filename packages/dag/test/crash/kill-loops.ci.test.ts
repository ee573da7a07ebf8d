import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../engines/temporary-directory.ts";
import { killLoops } from "./kill-loops.ts";

it.each(["file", "sqlite"] as const)(
  "a store in %s has all that it acknowledged to another process when it is killed",
  async (engine) => {
    const path = join(temporaryDirectory(), "store");
    const report = await killLoops({ engine, path, loops: 30, seed: "ci" });
    console.log(`kill -9, ${engine}: ${JSON.stringify(report)}`);
    expect(report.lost).toBe(0);
    expect(report.acknowledged).toBeGreaterThan(30);
  },
);
