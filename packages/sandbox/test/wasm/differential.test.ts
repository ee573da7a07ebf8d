import { expect, it } from "vitest";
import { runFuzz } from "../../fuzz/wasm/run-fuzz.ts";
import { INSTRUCTIONS } from "../../src/wasm/instruction-table.ts";

const SLOW = { timeout: 120_000 };

it(
  "finds no module that comes to other results, another state or other fuel when it is metered",
  SLOW,
  () => {
    const { endings, covered, missing } = runFuzz({ seed: "test", runs: 250 });
    const all = INSTRUCTIONS.length;
    console.log(`250 modules, each twice: ${JSON.stringify(endings)}; ${covered} of ${all} instructions`);
    expect(missing).toEqual([]);
    expect(endings.returned).toBeGreaterThan(100);
    expect(endings.trapped).toBeGreaterThan(100);
  },
);

it("gives the same report for the same seed", SLOW, () => {
  expect(runFuzz({ seed: "again", runs: 5 })).toEqual(runFuzz({ seed: "again", runs: 5 }));
});
