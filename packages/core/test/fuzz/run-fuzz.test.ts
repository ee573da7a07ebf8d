import { expect, it } from "vitest";
import { corpus, interpretedTwins } from "../../fuzz/corpus.ts";
import { runFuzz } from "../../fuzz/run-fuzz.ts";

it("finds no input that throws, splits the decoders, or is accepted though not canonical", () => {
  const report = runFuzz({ seed: "test", runs: 20_000, bodies: corpus, twins: interpretedTwins });
  console.log(`20000 inputs: ${JSON.stringify(report)}`);
  for (const step of ["scan", "canonical", "shape", "accepted"] as const)
    expect(report[step]).toBeGreaterThan(100);
});

it("gives the same report for the same seed", () => {
  const options = { seed: "again", runs: 500, bodies: corpus, twins: interpretedTwins };
  expect(runFuzz(options)).toEqual(runFuzz(options));
});
