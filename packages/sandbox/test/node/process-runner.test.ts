import { systemClock } from "@icn-mesh/core/node";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import { runnerContract } from "@icn-mesh/sandbox/testing";
import { afterAll, describe, test } from "vitest";

describe("a runner over processes", () => {
  const runner = createProcessRunner({ clock: systemClock }, { processes: 2 });
  afterAll(() => runner.close());
  for (const { promise, check } of runnerContract) {
    test(promise, () => check({ runner, isApart: true }));
  }
});
