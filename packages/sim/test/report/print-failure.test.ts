import { describe, expect, it } from "vitest";
import { simulate } from "../../src/index.ts";
import { mermaidChart } from "../../src/report/mermaid-chart.ts";
import { printFailure } from "../../src/report/print-failure.ts";

describe("printFailure", () => {
  it("says what broke, how to play it again, the whole plan and what happened last", async () => {
    const report = await simulate({
      seed: 3,
      invariants: [
        {
          id: "X-3",
          promise: "nobody ever works",
          hold: ({ counters }, broken) => ({
            during() {
              if ((counters.seen["submitted"] ?? 0) > 0) broken("somebody wants work");
            },
          }),
        },
      ],
    });
    const command = "pnpm sim --seed 3";
    const text = printFailure({ report, command, file: "small.json", tried: 7, isDeterministic: true });
    expect(text).toContain("X-3 at ");
    expect(text).toContain("play it again: pnpm sim --seed 3");
    expect(text).toContain("pnpm sim --plan small.json");
    expect(text).toContain(JSON.stringify(report.plan));
    expect(text).toContain("sequenceDiagram");
    expect(text).not.toContain("I-36");
  });
});

describe("mermaidChart", () => {
  it("draws who said what to whom, the latest last, and no more than sixty lines", () => {
    const ask = { who: "node 0", to: "guard 0.1", what: "ask", detail: "mana; 12\n#" };
    const events = Array.from({ length: 100 }, (_, at) => ({ ...ask, at }));
    const lines = mermaidChart([...events, { at: 200, who: "node 0", what: "crash", detail: "" }]).split(
      "\n",
    );
    expect(lines.slice(0, 3)).toEqual([
      "sequenceDiagram",
      "  participant node_0 as node 0",
      "  participant guard_0_1 as guard 0.1",
    ]);
    expect(lines.at(-2)).toBe("  node_0->>guard_0_1: 99 ask mana 12");
    expect(lines.at(-1)).toBe("  Note over node_0: 200 crash");
    expect(lines).toHaveLength(63);
  });
});
