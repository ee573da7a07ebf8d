import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createRealKeys, createSimulatedKeys } from "@icn-mesh/core/testing";
import { plainJudge } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { configurations } from "../../sim/configuration.ts";
import { printBatch } from "../../sim/print-batch.ts";
import { neverSeen, runBatch } from "../../sim/run-batch.ts";
import { printed } from "./printed.ts";

const SEEDS = Array.from({ length: 150 }, (_, index) => index + 1001);

describe.each(configurations)("the $name federation ($quorum of $guards)", (configuration) => {
  it("keeps every promise for as many seeds that everything that can go wrong does", async () => {
    const batch = await runBatch({
      configuration,
      seeds: SEEDS,
      judge: plainJudge,
      keys: createSimulatedKeys,
    });
    console.log(printBatch(configuration.name, batch));

    expect(batch.violated.map(printed)).toEqual([]);
    expect(neverSeen(configuration, batch.seen)).toEqual([]);
  });

  it("keeps them with signatures of Ed25519 as well", async () => {
    const batch = await runBatch({
      configuration,
      seeds: [1, 2, 3],
      judge: plainJudge,
      keys: () => createRealKeys(nodeCryptoEngine()),
    });
    console.log(printBatch(`${configuration.name}, real signatures`, batch));

    expect(batch.violated.map(printed)).toEqual([]);
  });
});
