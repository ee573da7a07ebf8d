import { describe, expect, it } from "vitest";
import { loggerContract } from "../../src/testing/logger-contract.ts";
import { createRecordingLogger } from "../../src/testing/recording-logger.ts";

describe("a recording logger", () => {
  for (const { promise, check } of loggerContract) {
    it(promise, () => {
      const logger = createRecordingLogger();
      return check({ logger, entries: () => logger.entries });
    });
  }

  it("keeps its children's lines among its own", () => {
    const logger = createRecordingLogger("runtime");
    logger.child("context").debug("one");
    logger.warn("two");
    expect(logger.entries.map(({ component, message }) => `${component}: ${message}`)).toEqual([
      "runtime/context: one",
      "runtime: two",
    ]);
  });
});
