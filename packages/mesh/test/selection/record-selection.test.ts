import { selectionRecord } from "@icn-mesh/core";
import {
  createBidPool,
  MeshError,
  recordSelection,
  selectExecutor,
  verifySelection,
  weightedPolicy,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { candidates, evidence, record, request } from "./sample-record.ts";
import { candidate, creator, did, net, plainJob } from "./sample-round.ts";

describe("a selection record (AC-038)", () => {
  it("is encoded and read back like any record", () => {
    expect(selectionRecord.codec.decode(selectionRecord.codec.encode(record))).toMatchObject({
      ok: true,
      value: record,
    });
  });

  it("carries every bid with its score or its reason, and the inputs that decided", () => {
    expect(record.bids).toHaveLength(6);
    expect(record.scores).toHaveLength(3);
    expect(
      new Map(
        record.rejected.map(({ bid, reason }) => [
          candidates.findIndex((each) => each.bid.cid === bid),
          reason,
        ]),
      ),
    ).toEqual(
      new Map([
        [3, "excluded"],
        [4, "over-budget"],
        [5, "bad-signature"],
      ]),
    );
    expect(record.winner).toBe(candidates[2]?.bid.cid);
    expect(record.inputs.find(({ executor }) => executor === did(3))?.values).toEqual({
      reputation: 60,
      latencyMs: 13,
      excluded: 1,
    });
    expect(record.policy.params).toEqual({
      at: 5000,
      newcomerPpm: 0,
      mostNeedMs: 5000,
      settings: { price: 1, reputation: 50, resources: 1, latency: 1 },
    });
  });

  it("is the same in whatever order the bids came", () => {
    expect(
      recordSelection(selectExecutor(candidates.toReversed(), request), request, { net, by: creator }),
    ).toEqual(record);
  });

  it("of a full round with the longest values fits into a record", () => {
    const names = { reputation: 2 ** 53 - 1, latencyMs: 2 ** 53 - 1, excluded: 1, equivocated: 1 };
    const pool = createBidPool({ request, factsOf: () => names });
    for (let index = 0; index < 128; index++)
      pool.add(candidate(plainJob, { by: did(index) }).bid, did(index));
    const full = recordSelection(pool.select(), request, { net, by: creator });
    expect(full.bids).toHaveLength(128);
    expect(selectionRecord.codec.encode(full).length).toBeLessThan(65_536);
  });

  it("holds no more bids than a round does", () => {
    const many = Array.from({ length: 129 }, (_, index) => candidate(plainJob, { by: did(index) }));
    expect(() => recordSelection(selectExecutor(many, request), request, { net, by: creator })).toThrow(
      MeshError,
    );
  });

  it("of nobody's bids has no winner", () => {
    const { mostNeedMs: _, ...open } = request;
    const empty = recordSelection(selectExecutor([], open), open, { net, by: creator });
    expect([empty.winner, empty.policy.params]).toEqual([
      null,
      { at: 5000, newcomerPpm: 0, settings: weightedPolicy().params },
    ]);
    expect(verifySelection(empty, evidence)).toEqual({ consistent: true, unproven: [], claimed: [] });
  });
});
