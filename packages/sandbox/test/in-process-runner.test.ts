import { systemClock } from "@icn-mesh/core/node";
import { createInProcessRunner } from "@icn-mesh/sandbox";
import { runnerContract } from "@icn-mesh/sandbox/testing";
import { describe, test } from "vitest";
import { quickJs } from "./quick-js.ts";

describe("a runner in this process", () => {
  const runner = createInProcessRunner({ clock: systemClock, quickJs });
  for (const { promise, check } of runnerContract) {
    test(promise, () => check({ runner, isApart: false }));
  }
});
