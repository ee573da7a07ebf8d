import type { Did } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { type Evidence, judge, type Shown } from "@icn-mesh/mesh";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assignmentBody,
  bidBody,
  creator,
  factOf,
  failureBody,
  jobBody,
  receiptBody,
  releaseBody,
} from "../job-samples.ts";

import {
  assignment,
  bid,
  byExecutor,
  byPayer,
  evidence,
  job,
  overdue,
  receipt,
  unpaid,
} from "./sample-evidence.ts";

describe("delivered work", () => {
  it("is paid at once when the payer shows it", () => {
    expect(judge(evidence)).toEqual({ verdict: "settle", type: "pay", price: 40n, because: "delivered" });
  });

  it("is paid after the grace period when the executor shows it, if its outputs were handed over", () => {
    const shown = { ...evidence, shown: byExecutor, holdsOutputs: true };
    expect(judge(shown)).toEqual({ verdict: "wait", until: 110_000, because: "grace" });
    expect(judge({ ...shown, now: 109_999 })).toMatchObject({ verdict: "wait" });
    expect(judge({ ...shown, now: 110_000 })).toMatchObject({ verdict: "settle", type: "pay", price: 40n });
  });

  it("is not paid to an executor that keeps the outputs", () => {
    const kept = { ...evidence, shown: byExecutor, now: 110_000 };
    expect(judge(kept)).toEqual({ verdict: "wait", until: 160_000, because: "outputs" });
    expect(judge({ ...kept, ...overdue })).toEqual(unpaid("lapse", "outputs-missing"));
  });

  it("is not paid if it is first shown at claimBy or later, whoever shows it", () => {
    for (const shown of [byPayer, byExecutor]) {
      const late = { ...evidence, holdsOutputs: true, shown: { ...shown, at: 100_000 }, now: 100_000 };
      expect(judge(late)).toEqual({ verdict: "wait", until: 160_000, because: "claim" });
      expect(judge({ ...late, ...overdue })).toEqual(unpaid("lapse", "unclaimed"));
      expect(judge({ ...late, shown: { ...shown, at: 99_999 }, ...overdue })).toMatchObject({ type: "pay" });
    }
  });

  it("may be free", () => {
    const freeBid = factOf(bidBody(job, { price: 0n }));
    const given = factOf(assignmentBody(job, freeBid));
    const shown = { ...byPayer, fact: factOf(receiptBody(given)) };
    expect(judge({ ...evidence, bid: freeBid, assignment: given, shown })).toMatchObject({ price: 0n });
  });
});

describe("work paid by the hour", () => {
  const priced = (perHour: bigint | undefined, ms: number, cap = 1000n) => {
    const metered = factOf(jobBody({ pricing: { type: "per-hour", perHour: 7_200_000n, cap } }));
    const offer = factOf(bidBody(metered, { price: 500n, ...(perHour === undefined ? {} : { perHour }) }));
    const given = factOf(assignmentBody(metered, offer));
    const fact = factOf(receiptBody(given, { startedAt: 1000, finishedAt: 1000 + ms }));
    return judge({ ...evidence, job: metered, bid: offer, assignment: given, shown: { ...byPayer, fact } });
  };

  it.each([
    [3_600_000n, 100, 100n],
    [3_600_000n, 0, 0n],
    [1n, 1, 1n],
    [1_800_001n, 2, 2n],
    [3_600_000_000n, 10_000, 500n],
    [undefined, 100, 200n],
  ])("at %s per hour costs for %i ms, rounded up, %s", (perHour, ms, price) => {
    expect(priced(perHour, ms)).toEqual({ verdict: "settle", type: "pay", price, because: "delivered" });
  });

  it("costs no more than the cap of the job", () => {
    expect(priced(3_600_000_000n, 10_000, 300n)).toMatchObject({ price: 300n });
  });

  it("is refused for longer than the guard has known of it", () => {
    expect(priced(1n, 10_000)).toMatchObject({ type: "pay" });
    expect(priced(1n, 10_001)).toEqual({ verdict: "refuse", because: "bad-duration" });
  });
});

describe("failed work", () => {
  const failing = (failureClass: string, shown = byPayer) =>
    judge({ ...evidence, shown: { ...shown, fact: factOf(failureBody(assignment, failureClass)) } });

  it.each(["trap", "out-of-fuel", "out-of-memory", "invalid-input", "output-too-large", "invalid-module"])(
    "gets the fail price: %s",
    (because) => {
      expect(failing(because)).toEqual({ verdict: "settle", type: "fail", price: 4n, because });
    },
  );

  it.each(["crashed", "preempted", "lost", "timeout", "model-unavailable", "no-runner", "internal"])(
    "gets nothing, whoever shows it: %s",
    (because) => {
      expect(failing(because)).toEqual(unpaid("fault", because));
      expect(failing(because, { ...byExecutor, at: 500_000 })).toEqual(unpaid("fault", because));
    },
  );

  it.each(["unfunded", "cancelled", "no-bids", "verification", "constructor", "whatever"])(
    "gets nothing for a class that is not the executor's to claim: %s",
    (name) => {
      expect(failing(name)).toEqual(unpaid("fault", "internal"));
    },
  );

  it("gets the fail price after the grace period, without outputs, when the executor shows it", () => {
    expect(failing("trap", byExecutor)).toEqual({ verdict: "wait", until: 110_000, because: "grace" });
    const shown = { ...byExecutor, fact: factOf(failureBody(assignment, "trap")) };
    expect(judge({ ...evidence, shown, now: 110_000 })).toMatchObject({ type: "fail", price: 4n });
  });

  it("never gets more than the price, and nothing if the bid asked for nothing", () => {
    for (const [failPrice, price] of [
      [400n, 40n],
      [0n, 0n],
    ] as const) {
      const offer = factOf(bidBody(job, { failPrice }));
      const given = factOf(assignmentBody(job, offer));
      const shown = { ...byPayer, fact: factOf(failureBody(given, "trap")) };
      expect(judge({ ...evidence, bid: offer, assignment: given, shown })).toMatchObject({
        type: "fail",
        price,
      });
    }
  });
});

describe("an assignment given back", () => {
  const giving = (partPrice: bigint, shown: Shown, changes: Partial<Evidence> = {}) =>
    judge({ ...evidence, ...changes, shown: { ...shown, fact: factOf(releaseBody(assignment, partPrice)) } });

  it("for nothing is released at once, at any time", () => {
    expect(giving(0n, { ...byExecutor, at: 500_000 })).toEqual(unpaid("release", "given-back"));
  });

  it("for a part of the price is split if the payer shows it", () => {
    expect(giving(15n, byPayer)).toEqual({
      verdict: "settle",
      type: "split",
      price: 15n,
      because: "given-back",
    });
  });

  it("for a part that only the executor asks for proves nothing, and is released by time", () => {
    expect(giving(40n, byExecutor)).toEqual({ verdict: "refuse", because: "part-unconfirmed" });
    expect(giving(40n, byExecutor, overdue)).toEqual(unpaid("lapse", "unclaimed"));
  });

  it("for more than the price is refused", () => {
    expect(giving(41n, byPayer)).toEqual({ verdict: "refuse", because: "part-of-too-much" });
  });
});

describe("silence", () => {
  it("is waited for until claimBy and a margin, then released", () => {
    const silent = { ...evidence, shown: null };
    expect(judge(silent)).toEqual({ verdict: "wait", until: 160_000, because: "claim" });
    expect(judge({ ...silent, now: 160_000 })).toMatchObject({ verdict: "wait" });
    expect(judge({ ...silent, ...overdue })).toEqual(unpaid("lapse", "unclaimed"));
  });
});

describe("work on one's own account", () => {
  it("settles without pay, shown or not", () => {
    const own = factOf(bidBody(job, { by: creator }));
    const given = factOf(assignmentBody(job, own));
    const shown = { ...byPayer, fact: factOf(receiptBody(given)) };
    const verdict = unpaid("release", "own-account");
    expect(judge({ ...evidence, bid: own, assignment: given, shown })).toEqual(verdict);
    expect(judge({ ...evidence, bid: own, assignment: given, shown: null })).toEqual(verdict);
  });
});

describe("evidence that does not belong together", () => {
  const other = sampleDid(2);
  const otherBid = factOf(bidBody(job, { price: 41n }));
  const otherJob = factOf(jobBody({ priority: 1 }));
  const cases: readonly (readonly [string, Partial<Evidence>])[] = [
    ["other-assignment", { job: otherJob }],
    ["other-bid", { bid: otherBid }],
    ["other-bid", jobless()],
    ["other-bid", mispriced()],
    ["other-executor", misassigned(other)],
    [
      "other-assignment",
      { shown: { ...byPayer, fact: factOf(receiptBody(assignment, { assignment: bid.cid })) } },
    ],
    ["other-executor", { shown: { ...byPayer, fact: factOf(receiptBody(assignment, { by: other })) } }],
  ];

  it.each(cases)("is refused: %s", (because, changes) => {
    expect(judge({ ...evidence, ...changes })).toEqual({ verdict: "refuse", because });
  });

  function jobless(): Partial<Evidence> {
    const stray = factOf(bidBody(otherJob));
    return { bid: stray, assignment: factOf(assignmentBody(job, stray)) };
  }

  function mispriced(): Partial<Evidence> {
    return { assignment: factOf(assignmentBody(job, bid, { price: 39n })) };
  }

  function misassigned(to: Did): Partial<Evidence> {
    return { assignment: factOf(assignmentBody(job, bid, { executor: to })) };
  }
});

it("never pays more than the price of the assignment, whatever the clocks say", () => {
  const times = fc.integer({ min: 0, max: 400_000 });
  const shown = fc.record({ isByPayer: fc.boolean(), at: times, release: fc.option(fc.bigInt(0n, 100n)) });
  const cases = fc.record({ now: times, knownSince: times, holdsOutputs: fc.boolean(), shown });
  const property = fc.property(cases, ({ shown: { release, ...how }, ...rest }) => {
    const fact = release === null ? receipt : factOf(releaseBody(assignment, release));
    const verdict = judge({ ...evidence, ...rest, shown: { ...how, fact } });
    if ("price" in verdict) expect(verdict.price).toBeLessThanOrEqual(40n);
    if (verdict.verdict === "wait") expect(verdict.until).toBeGreaterThanOrEqual(rest.now);
  });
  void fc.assert(property);
});
