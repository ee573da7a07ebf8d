import { type BiddingView, biddingEnd } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { did } from "../selection/sample-round.ts";

const view: BiddingView = {
  invited: [did(1), did(2)],
  answered: new Set(),
  eligibleBids: 0,
  openForMs: 0,
  windowMs: 10_000,
};
const endOf = (more: Partial<BiddingView>) => biddingEnd({ ...view, ...more });

describe("biddingEnd", () => {
  it("keeps bidding open while somebody has not answered", () => {
    expect(endOf({})).toEqual({ closes: false, unanswered: 2 });
    expect(endOf({ answered: new Set([did(1), did(9)]) })).toEqual({ closes: false, unanswered: 1 });
  });

  it("closes when all that are known have answered, whether by a bid or by no", () => {
    expect(endOf({ answered: new Set([did(1), did(2)]) })).toEqual({ closes: true, because: "all-answered" });
  });

  it("waits for those that are full where there are too few bids without them", () => {
    const answers = { answered: new Set([did(1), did(2)]), full: new Set([did(2)]) };
    expect(endOf(answers)).toEqual({ closes: false, unanswered: 0 });
    expect(endOf({ ...answers, eligibleBids: 1 })).toEqual({ closes: true, because: "all-answered" });
    expect(endOf({ ...answers, eligibleBids: 1, neededBids: 2 })).toEqual({ closes: false, unanswered: 0 });
    expect(endOf({ ...answers, openForMs: 10_000 })).toEqual({ closes: true, because: "window-over" });
    expect(endOf({ ...answers, full: new Set([did(9)]) })).toEqual({ closes: true, because: "all-answered" });
  });

  it("waits for the window where nobody is known", () => {
    expect(endOf({ invited: [] })).toEqual({ closes: false, unanswered: 0 });
    expect(endOf({ invited: [], openForMs: 10_000 })).toEqual({ closes: true, because: "window-over" });
  });

  it("closes when enough bids can win, and not for bids that cannot", () => {
    expect(endOf({ enoughBids: 2, eligibleBids: 2 })).toEqual({ closes: true, because: "enough-bids" });
    expect(endOf({ enoughBids: 2, eligibleBids: 1 })).toMatchObject({ closes: false });
    expect(endOf({ eligibleBids: 128 })).toMatchObject({ closes: false });
  });

  it("closes with the window, and stays open under a clock that goes back", () => {
    expect(endOf({ openForMs: 9999 })).toMatchObject({ closes: false });
    expect(endOf({ openForMs: 10_000 })).toEqual({ closes: true, because: "window-over" });
    expect(endOf({ openForMs: -5 })).toMatchObject({ closes: false });
    expect(endOf({ windowMs: 0 })).toEqual({ closes: true, because: "window-over" });
  });
});
