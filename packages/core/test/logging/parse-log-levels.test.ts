import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLogLevels } from "../../src/logging/parse-log-levels.ts";

describe("log levels", () => {
  it("are info for everybody when nothing is said", () => {
    for (const text of ["", " ", ",", " , "])
      expect(parseLogLevels(text).thresholdOf("network")).toBe("info");
  });

  it("are one for everybody, or one for each component", () => {
    expect(parseLogLevels("debug").thresholdOf("network")).toBe("debug");
    const levels = parseLogLevels("network=debug, runtime = error");
    expect(["network", "runtime", "dag"].map(levels.thresholdOf)).toEqual(["debug", "error", "info"]);
  });

  it("hold for what is below a component, unless that is named itself", () => {
    const levels = parseLogLevels("runtime=debug,warn,runtime/job-manager=off");
    const components = [
      "runtime",
      "runtime/context",
      "runtime/job-manager",
      "runtime/job-manager/bids",
      "runtimes",
    ];
    expect(components.map(levels.thresholdOf)).toEqual(["debug", "debug", "off", "off", "warn"]);
  });

  it("are what was said last", () => {
    const levels = parseLogLevels("debug,network=debug,network=error,warn");
    expect(["network", "dag"].map(levels.thresholdOf)).toEqual(["error", "warn"]);
  });

  it("are refused when they are none", () => {
    const wrong = [
      "verbose",
      "INFO",
      "network=",
      "network=loud",
      "=debug",
      "a=b=debug",
      "/x=info",
      "Net=info",
      "debug;info",
    ];
    for (const text of wrong) {
      expect(() => parseLogLevels(`info,${text}`), text).toThrow(
        expect.objectContaining({ failure: { code: "CORE_BAD_LOG_LEVELS", part: text } }),
      );
    }
  });

  it("are either read or refused with a code, whatever the text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, component) => {
        try {
          expect(parseLogLevels(text).thresholdOf(component)).toBeTypeOf("string");
        } catch (error) {
          expect(error).toMatchObject({ code: "CORE_BAD_LOG_LEVELS" });
        }
      }),
    );
  });
});
