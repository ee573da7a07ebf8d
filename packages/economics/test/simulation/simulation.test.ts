import { createSimulatedKeys } from "@icn-mesh/core/testing";
import { plainJudge } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { configurations } from "../../sim/configuration.ts";
import { printBatch } from "../../sim/print-batch.ts";
import { runBatch } from "../../sim/run-batch.ts";
import { runSeed } from "../../sim/run-seed.ts";
import { printed } from "./printed.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe.each(configurations)(
  "the $name federation ($quorum of $guards)",
  { timeout: 120_000 },
  (configuration) => {
    it("keeps every promise through crashes, cuts and lies, and brings what was begun to its end", async () => {
      const batch = await runBatch({
        configuration,
        seeds: SEEDS,
        judge: plainJudge,
        keys: createSimulatedKeys,
      });
      console.log(printBatch(configuration.name, batch));

      expect(batch.violated.map(printed)).toEqual([]);
      for (const sight of ["paid", "lapsed", "crashes", "equivocations", "refused refunds"] as const)
        expect(batch.seen[sight], sight).toBeGreaterThan(0);
    });

    it("comes to the same, event by event, whenever a seed is run again", async () => {
      const run = () => runSeed({ configuration, seed: 7, judge: plainJudge, keys: createSimulatedKeys() });
      expect(await run()).toEqual(await run());
    });
  },
);
