import { describe, expect, it } from "vitest";
import { createStreamCount } from "../../src/http/stream-count.ts";

const owner = (key: string, isOperator = false) => ({ key, isKnown: true, isOperator });

describe("the streams of events that are open", () => {
  it("are bounded for each caller, so that one leaves room for the others, and for all", () => {
    const seen: number[] = [];
    const streams = createStreamCount({ subscribers: 5, subscribersOfCaller: 2 }, (open) => seen.push(open));
    const [one, other] = [owner("one"), owner("other")];
    expect([one, one, one].map(streams.enter)).toEqual([true, true, false]);
    expect([other, other, other].map(streams.enter)).toEqual([true, true, false]);
    expect(streams.enter(owner("third"))).toBe(true);
    expect(streams.enter(owner("fourth"))).toBe(false);
    streams.leave(one);
    expect(streams.enter(one)).toBe(true);
    expect([streams.open, seen]).toEqual([5, [1, 2, 3, 4, 5, 4, 5]]);
  });

  it("of an operator have no bound of their own", () => {
    const streams = createStreamCount({ subscribers: 5, subscribersOfCaller: 1 }, () => undefined);
    const operator = owner("operator", true);
    expect([1, 2, 3, 4, 5, 6].map(() => streams.enter(operator))).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});
