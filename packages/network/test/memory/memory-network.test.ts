import { describe, it } from "vitest";
import { networkContract } from "../../src/testing/index.ts";
import { createMemoryNodes } from "./memory-nodes.ts";

describe("a network in memory", () => {
  for (const { promise, check } of networkContract) it(promise, () => check(createMemoryNodes()));
});
