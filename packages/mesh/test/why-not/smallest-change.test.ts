import type { Bid, Job, Resources } from "@icn-mesh/core";
import {
  type ExecutorFacts,
  type ExplanationTerms,
  explainRejections,
  type JobChange,
  type OfferSeen,
  selectExecutor,
} from "@icn-mesh/mesh";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bidFor, did, jobWith, plainJob, requestFor } from "../selection/sample-round.ts";

const machine = (more: Partial<Resources>): Resources => ({
  cpuCores: 1,
  memoryMb: 512,
  storageMb: 0,
  ...more,
});
const bid = (job: Job, fields: Partial<Bid>, index = 1): Bid =>
  bidFor(job, { by: did(index), ...fields }).body;
const explain = (job: Job, offers: readonly OfferSeen[], more: Partial<ExplanationTerms> = {}) =>
  explainRejections(offers, { ...requestFor(job), factsOf: () => ({}), ...more });

describe("the smallest change", () => {
  it("takes the closest of amounts that are equal in millionths", () => {
    const job = jobWith({}, { budget: 2n ** 62n });
    const offers = [3n, 2n, 2n, 4n].map((more, index) => bid(job, { price: 2n ** 62n + more }, index));
    expect(explain(job, offers).suggestions).toMatchObject([{ change: { to: 2n ** 62n + 2n }, admits: 2 }]);
    const large = jobWith({ minExecutorReputation: 2 ** 40 });
    const reputations = [5, 7, 7, 6];
    const factsOf = (by: Bid["by"]): ExecutorFacts => ({
      reputation: 2 ** 40 - (reputations[offers.findIndex((each) => each.by === by)] ?? 0),
    });
    const seen = reputations.map((_, index) => bid(large, {}, index));
    expect(explain(large, seen, { factsOf }).suggestions).toMatchObject([
      { change: { to: 2 ** 40 - 5 }, admits: 1 },
    ]);
  });

  it("admits the bids that selection finds able to win, and makes true what it suggests", () => {
    const anyBid = fc.record({
      price: fc.bigInt({ min: 90n, max: 110n }),
      memoryMb: fc.integer({ min: 500, max: 520 }),
      cpuCores: fc.nat(2),
    });
    fc.assert(
      fc.property(fc.array(anyBid, { minLength: 1, maxLength: 8 }), (bids) => {
        const offersFor = (job: Job) =>
          bids.map(({ price, ...rest }, index) => bid(job, { price, resources: machine(rest) }, index));
        const { admitted, suggestions } = explain(plainJob, offersFor(plainJob));
        const judged = selectExecutor(
          bids.map(({ price, ...rest }, index) => ({
            bid: bidFor(plainJob, { by: did(index), price, resources: machine(rest) }),
            facts: {},
          })),
          requestFor(plainJob),
        ).judged();
        expect(judged.filter(({ reason }) => reason === undefined)).toHaveLength(admitted);
        for (const { change, admits } of suggestions) {
          const changed = changedJob(change);
          expect(explain(changed, offersFor(changed)).admitted).toBe(admitted + admits);
        }
      }),
    );
  });
});

function changedJob(change: JobChange): Job {
  if (change.type === "raise") return jobWith({}, { budget: change.to });
  return jobWith({
    resources: { ...plainJob.spec.resources, [change.field]: change.type === "lower" ? change.to : 0 },
  });
}
