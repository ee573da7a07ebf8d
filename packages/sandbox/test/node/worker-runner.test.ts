import { systemClock } from "@icn-mesh/core/node";
import { createWorkerRunner } from "@icn-mesh/sandbox/node";
import { runnerContract } from "@icn-mesh/sandbox/testing";
import { afterAll, describe, test } from "vitest";

describe("a runner over threads", () => {
  const runner = createWorkerRunner({ clock: systemClock }, { threads: 2 });
  afterAll(() => runner.close());
  for (const { promise, check } of runnerContract) {
    test(promise, () => check({ runner, isApart: true }));
  }
});
