import { describe, expect, it } from "vitest";
import { measureScale, printScale, scaleChart } from "../../src/index.ts";

describe("measureScale", () => {
  it("tells what a job costs a network, and that a larger one sends more for it", async () => {
    const [small, large] = [
      await measureScale({ nodes: 12, jobs: 3 }),
      await measureScale({ nodes: 36, jobs: 3 }),
    ];
    // Each node hears of a job at least once, and everybody who is told of it takes part in its messages.
    expect(small.perJob.messages).toBeGreaterThan(12);
    expect(large.perJob.messages).toBeGreaterThan(2 * small.perJob.messages);
    expect(large.perJob.bytes).toBeGreaterThan(2 * small.perJob.bytes);
    // Announcement, bid, assignment, acceptance, result and settlement are at least six ways of at least 10 ms.
    expect(small.settledMs.median).toBeGreaterThan(60);
    expect(small.settledMs.longest).toBeGreaterThanOrEqual(small.settledMs.median);
    expect(small.upkeep.bytes).toBeGreaterThan(0);
  });

  it("comes to the same every time", async () => {
    const size = { nodes: 12, jobs: 2 };
    expect(await measureScale(size)).toEqual(await measureScale(size));
  });
});

describe("the points of several sizes", () => {
  const point = (nodes: number) => ({
    ...{ nodes, jobs: 1, settledMs: { median: 400, longest: 500 } },
    upkeep: { messages: 20.4, bytes: 9_000 },
    perJob: { messages: 7 * nodes, bytes: 9_500 * nodes },
  });

  it("are drawn in four panels", () => {
    const svg = scaleChart([point(1_000), point(10)]);
    expect(svg.match(/<polyline/g)).toHaveLength(4);
    expect(svg).toContain(">messages per job</text>");
    expect(svg).toContain(">9.5M</text>");
    // The smallest network stands first, whatever the order.
    expect(svg.indexOf(">70<")).toBeLessThan(svg.indexOf(">7k<"));
  });

  it("are printed as a table", () => {
    expect(printScale([point(10)])).toContain("| 10 | 70 | 95000 | 400 / 500 | 20, 9000 |");
  });
});
