import type { Bid, Signed } from "@icn-mesh/core";
import {
  type BidArrival,
  createBidPool,
  type ExecutorFacts,
  MeshError,
  type SelectionRequest,
} from "@icn-mesh/mesh";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bidFor, did, otherNet, plainJob, requestFor } from "./sample-round.ts";

const forgedSig = new Uint8Array(64).fill(9);
const forged = (bid: Signed<Bid>): Signed<Bid> => ({ ...bid, sig: forgedSig });
const isAuthentic = ({ sig }: Signed<Bid>) => sig !== forgedSig;

function poolOf(max?: number, more: Partial<SelectionRequest> & { factsOf?: () => ExecutorFacts } = {}) {
  const { factsOf = () => ({}), ...request } = more;
  return createBidPool(
    { request: requestFor(plainJob, { isAuthentic, ...request }), factsOf },
    max === undefined ? {} : { max },
  );
}

const bid = (index: number, price = 10n) => bidFor(plainJob, { by: did(index), price });
const added: BidArrival = { type: "added", evicted: undefined };
const refusal = (reason: string) => ({ type: "refused", reason });

describe("what enters a bid pool", () => {
  it("is a bid from a stream of its own executor, before any signature is checked", () => {
    let checks = 0;
    const pool = poolOf(8, { isAuthentic: () => ++checks > 0 });
    expect(pool.add(bid(1), did(1))).toEqual(added);
    expect([pool.size, pool.eligible, checks]).toEqual([1, 1, 0]);
  });

  it("is a bid from anywhere else with a good signature, and none with a bad one", () => {
    const pool = poolOf();
    expect(pool.add(bid(1))).toEqual(added);
    expect(pool.add(bid(2), did(1))).toEqual(added);
    expect(pool.add(forged(bid(3)))).toEqual(refusal("bad-signature"));
    expect(pool.add(forged(bid(4)), did(1))).toEqual(refusal("bad-signature"));
    expect(pool.size).toBe(2);
  });

  it("is nothing for another round, job or network, and nothing after the close", () => {
    const pool = poolOf();
    expect(pool.add(bidFor(plainJob, { by: did(1), round: 2 }), did(1))).toEqual(refusal("wrong-slot"));
    expect(pool.add(bidFor(plainJob, { by: did(1), net: otherNet }), did(1))).toEqual(refusal("wrong-slot"));
    pool.close();
    expect(pool.add(bid(1), did(1))).toEqual(refusal("closed"));
    expect(pool.select().winner).toBeUndefined();
  });

  it("is also a bid that cannot win, so that its executor hears why", () => {
    const pool = poolOf();
    expect(pool.add(bid(1, 101n), did(1))).toEqual(added);
    expect([pool.size, pool.eligible]).toEqual([1, 0]);
    expect(pool.select().judged()).toMatchObject([{ reason: "over-budget" }]);
  });
});

describe("two bids of one executor (AC-036)", () => {
  it("count once if they are the same, whatever signature they come with", () => {
    const pool = poolOf();
    pool.add(bid(1), did(1));
    expect(pool.add(bid(1))).toEqual({ type: "duplicate" });
    expect(pool.add(forged(bid(1)))).toEqual({ type: "duplicate" });
    expect(pool.size).toBe(1);
  });

  it("are evidence if both are signed, and neither can win, in whatever order they come", () => {
    for (const [first, second] of [
      [bid(1, 5n), bid(1, 6n)],
      [bid(1, 6n), bid(1, 5n)],
    ] as const) {
      const pool = poolOf();
      pool.add(first, did(1));
      pool.add(bid(2, 90n), did(2));
      expect(pool.add(second, did(1))).toEqual({ type: "equivocation", first, second });
      expect(pool.select().winner?.bid.body.by).toBe(did(2));
      const judged = pool
        .select()
        .judged()
        .find(({ bid: { body } }) => body.by === did(1));
      expect(judged).toMatchObject({ reason: "equivocated", score: 0, facts: { equivocated: 1 } });
      expect(pool.add(bid(1, 4n), did(1))).toEqual(refusal("equivocated"));
      expect([pool.size, pool.eligible]).toEqual([2, 1]);
    }
  });

  it("prove nothing if the second is not signed: the first one counts", () => {
    const pool = poolOf();
    const first = bid(1, 5n);
    pool.add(first, did(1));
    expect(pool.add(forged(bid(1, 4n)), did(1))).toEqual(refusal("bad-signature"));
    expect(pool.select().winner?.bid).toBe(first);
  });

  it("prove nothing if the first is not signed: the second one takes its place", () => {
    const pool = poolOf();
    const second = bid(1, 6n);
    pool.add(forged(bid(1, 5n)), did(1));
    expect(pool.add(second, did(1))).toEqual(added);
    expect(pool.select().winner?.bid).toBe(second);
    expect(pool.size).toBe(1);
  });
});

describe("a full pool", () => {
  it("evicts the bid that ranks lowest, and refuses one that ranks lower still", () => {
    const pool = poolOf(2);
    const dear = bid(2, 50n);
    pool.add(bid(1, 10n), did(1));
    pool.add(dear, did(2));
    expect(pool.add(bid(3, 60n), did(3))).toEqual(refusal("outscored"));
    expect(pool.add(bid(4, 20n), did(4))).toEqual({ type: "added", evicted: dear });
    expect(pool.size).toBe(2);
  });

  it("evicts those that cannot win before any that can", () => {
    const pool = poolOf(2);
    const tooDear = bid(1, 101n);
    pool.add(tooDear, did(1));
    pool.add(bid(2, 100n), did(2));
    expect(pool.add(bid(3, 100n), did(3))).toEqual({ type: "added", evicted: tooDear });
    expect(pool.add(bid(4, 200n), did(4))).toEqual(refusal("outscored"));
  });

  it("holds the same bids in whatever order they came", () => {
    const prices = fc.uniqueArray(fc.nat(30), { minLength: 5, maxLength: 12 });
    const orders = prices.chain((each) =>
      fc.tuple(fc.constant(each), fc.shuffledSubarray(each, { minLength: each.length })),
    );
    const held = (order: readonly number[]) => {
      const pool = poolOf(4);
      for (const index of order) pool.add(bid(index, BigInt(index % 3) * 40n), did(index));
      return new Set(
        pool
          .select()
          .judged()
          .map(({ bid: { cid } }) => cid),
      );
    };
    fc.assert(
      fc.property(orders, ([first, second]) => {
        expect(held(second)).toEqual(held(first));
      }),
    );
  });

  it("holds 128 bids of a flood, and no more than 128 by option", () => {
    const pool = poolOf();
    for (let index = 0; index < 3000; index++) pool.add(bid(index), did(index));
    expect(pool.size).toBe(128);
    for (const max of [0, 129, 1.5]) expect(() => poolOf(max)).toThrow(MeshError);
  });
});

describe("what a pool selects", () => {
  it("is decided by what was known of each executor when its bid came", () => {
    let asked = 0;
    const pool = poolOf(8, { factsOf: () => ({ reputation: 20 * ++asked }) });
    pool.add(bid(1), did(1));
    pool.add(bid(2), did(2));
    expect(pool.select().winner).toMatchObject({ facts: { reputation: 40 }, bid: { body: { by: did(2) } } });
    expect(asked).toBe(2);
  });

  it("is checked once: a signature that held on arrival is not checked again", () => {
    let checks = 0;
    const pool = poolOf(8, { isAuthentic: () => ++checks > 0 });
    pool.add(bid(1));
    pool.select();
    pool.select();
    expect(checks).toBe(1);
  });

  it("is the best bid whose signature holds, though its stream vouched for a better one", () => {
    const pool = poolOf();
    pool.add(forged(bid(1, 1n)), did(1));
    pool.add(bid(2, 2n), did(2));
    expect(pool.select().winner?.bid.body.by).toBe(did(2));
    expect(pool.select().judged()).toMatchObject([{ reason: "bad-signature" }, { reason: undefined }]);
  });
});
