import { describe, expect, it } from "vitest";
import { createLogger, type LogEntry } from "../../src/logging/logger.ts";
import { parseLogLevels } from "../../src/logging/parse-log-levels.ts";
import { createHandClock } from "../../src/testing/hand-clock.ts";
import { loggerContract } from "../../src/testing/logger-contract.ts";

function setUp(levels: string, component = "test") {
  const entries: LogEntry[] = [];
  const clock = createHandClock({ now: 1_700_000_000_000 });
  const sink = (entry: LogEntry) => {
    entries.push(entry);
  };
  return { logger: createLogger({ component, levels: parseLogLevels(levels), sink, clock }), entries, clock };
}

describe("a logger", () => {
  for (const { promise, check } of loggerContract) {
    it(promise, () => {
      const { logger, entries } = setUp("debug");
      return check({ logger, entries: () => entries });
    });
  }

  it("says what is at its threshold or above", () => {
    const said = (levels: string) => {
      const { logger, entries } = setUp(levels);
      for (const level of ["debug", "info", "warn", "error"] as const) logger[level]("m");
      return entries.map(({ level }) => level);
    };
    expect(said("debug")).toEqual(["debug", "info", "warn", "error"]);
    expect(said("warn")).toEqual(["warn", "error"]);
    expect(said("off")).toEqual([]);
  });

  it("gives each child the threshold of its own component", () => {
    const { logger, entries } = setUp("runtime=warn,runtime/job-manager=debug", "runtime");
    logger.info("not said");
    logger.child("job-manager").debug("said");
    logger.child("context").info("not said");
    expect(entries.map(({ component, message }) => `${component}: ${message}`)).toEqual([
      "runtime/job-manager: said",
    ]);
  });

  it("dates each line by its clock", async () => {
    const { logger, entries, clock } = setUp("info");
    logger.info("one");
    await clock.advance(5);
    logger.info("two");
    expect(entries.map(({ at }) => at)).toEqual([1_700_000_000_000, 1_700_000_000_005]);
  });

  it("marks a text that it has cut, and leaves one of 256 letters whole", () => {
    const { logger, entries } = setUp("info");
    logger.info("x".repeat(256));
    logger.info("x".repeat(257));
    logger.info("\n".repeat(10_000));
    expect(entries.map(({ message }) => message)).toEqual(["x".repeat(256), `${"x".repeat(256)}…`, "…"]);
  });

  it("takes a field of any name for a field", () => {
    const { logger, entries } = setUp("info");
    logger.info("m", JSON.parse('{"__proto__": "x", "constructor": "y"}'));
    expect(Object.entries(entries[0]!.fields)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });
});
