import { createMemoryStorage } from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyRetention } from "../../src/retention/apply-retention.ts";
import { type Pin, pinning, readPins, renewPin } from "../../src/retention/pins.ts";
import { planRetention } from "../../src/retention/retention-plan.ts";
import { commit, keptLinks, leaf } from "../samples.ts";

const pin = (name: string, facts: Partial<Pin> = {}): Pin => ({
  name,
  target: leaf(1).cid,
  bytes: 10,
  at: 0,
  until: 100,
  ...facts,
});

describe("a plan", () => {
  const pins = fc.uniqueArray(
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 3 }),
      target: fc.constant(leaf(1).cid),
      bytes: fc.nat(50),
      at: fc.nat(100),
      until: fc.option(fc.nat(200)),
    }),
    { selector: ({ name }) => name, maxLength: 20 },
  );

  it("accounts for every pin once, drops none without an end, and fits the budget", () => {
    fc.assert(
      fc.property(pins, fc.nat(200), fc.nat(300), (drawn, now, maxBytes) => {
        const { drop, keep } = planRetention(drawn, { now, maxBytes });
        expect(new Set([...drop.map((each) => each.pin), ...keep])).toEqual(new Set(drawn));
        expect(drop.length + keep.length).toBe(drawn.length);
        expect(drop.every((each) => each.pin.until !== null)).toBe(true);
        const held = keep.filter(({ until }) => until !== null);
        expect(held.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(maxBytes);
        expect(held.every(({ until }) => until! > now)).toBe(true);
      }),
    );
  });

  it("lets an older pin go before a newer one, whatever the order in which they are given", () => {
    fc.assert(
      fc.property(pins, fc.nat(300), (drawn, maxBytes) => {
        const policy = { now: 0, maxBytes };
        const { drop, keep } = planRetention(drawn, policy);
        expect(planRetention(drawn.toReversed(), policy)).toEqual({ drop, keep });
        const newestOver = Math.max(
          ...drop.filter(({ reason }) => reason === "over-budget").map((each) => each.pin.at),
        );
        expect(keep.every(({ until, at }) => until === null || at >= newestOver)).toBe(true);
      }),
    );
  });
});

describe("retention", () => {
  async function openWith(...pins: readonly Pin[]) {
    const storage = createMemoryStorage({ keptLinks });
    await commit(storage, { blocks: [leaf(1)] });
    for (const each of pins) await commit(storage, pinning(each));
    return storage;
  }

  it("removes what is expired or over budget, and says why", async () => {
    const [forever, old, fresh, over] = [
      pin("forever", { until: null }),
      pin("old", { until: 50 }),
      pin("fresh", { at: 9 }),
      pin("over", { at: 3 }),
    ];
    const storage = await openWith(forever, old, fresh, over);
    const expected = {
      drop: [
        { pin: over, reason: "over-budget" },
        { pin: old, reason: "expired" },
      ],
      keep: [fresh, forever],
    };
    const policy = { now: 50, maxBytes: 10 };
    expect(await applyRetention(storage, policy, { dryRun: true })).toEqual(expected);
    expect(await collect(readPins(storage))).toHaveLength(4);
    expect(await applyRetention(storage, policy)).toEqual(expected);
    expect(await collect(readPins(storage))).toEqual([forever, fresh]);
  });

  it("leaves a pin that is renewed between the plan and its removal", async () => {
    const storage = await openWith(pin("a", { until: 1 }), pin("b", { until: 1 }));
    const commits = storage.commit.bind(storage);
    let renewed = false;
    const racing = {
      ...storage,
      async commit(input: Parameters<typeof commits>[0]) {
        if (!renewed) {
          renewed = true;
          await renewPin({ commit: commits }, pin("b", { until: 1 }), 500);
        }
        return commits(input);
      },
    };
    const { drop, keep } = await applyRetention(racing, { now: 50 });
    expect(drop.map((each) => each.pin.name)).toEqual(["a"]);
    expect(keep.map(({ name }) => name)).toEqual(["b"]);
    expect(await collect(readPins(storage))).toEqual([pin("b", { until: 500 })]);
  });
});
