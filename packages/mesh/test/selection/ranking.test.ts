import { type Cid, cidOf, type JobId } from "@icn-mesh/core";
import {
  type BidCandidate,
  cheapestPolicy,
  type ExecutorFacts,
  NEWCOMER_REPUTATION,
  rankBids,
  reputationLoadPolicy,
  type SelectionPolicy,
  selectExecutor,
  weightedPolicy,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { type BidFields, candidate, did, idOf, jobDrawn, plainJob, requestFor } from "./sample-round.ts";

const winnerOf = (
  candidates: readonly BidCandidate[],
  request: ReturnType<typeof requestFor>,
): Cid | undefined => selectExecutor(candidates, request).winner?.bid.cid;

describe("ties", () => {
  const flat: SelectionPolicy = {
    ...weightedPolicy({ price: 0, reputation: 0, resources: 0, latency: 0 }),
    newcomerPpm: 0,
  };
  const request = requestFor(plainJob, { policy: flat });
  const beats = (
    left: [BidFields, ExecutorFacts?],
    right: [BidFields, ExecutorFacts?],
    by: typeof request = request,
  ) => {
    const round = [candidate(plainJob, ...left), candidate(plainJob, ...right)];
    expect(winnerOf(round.toReversed(), by)).toBe(winnerOf(round, by));
    return winnerOf(round, by) === round[0]?.bid.cid;
  };

  it("go to the lower price", () => {
    expect(beats([{ by: did(1), price: 5n }], [{ by: did(2), price: 6n }, { reputation: 99 }])).toBe(true);
  });

  it("go to the lower tie break of the policy before the reputation", () => {
    const cheapest = requestFor(plainJob, { policy: cheapestPolicy() });
    expect(
      beats([{ by: did(1) }, { used: 1 }], [{ by: did(2) }, { used: 2, reputation: 99 }], cheapest),
    ).toBe(true);
    const idle = requestFor(plainJob, { policy: { ...reputationLoadPolicy(), newcomerPpm: 0 } });
    expect(beats([{ by: did(1) }, { loadPpm: 1 }], [{ by: did(2) }, { loadPpm: 2 }], idle)).toBe(true);
  });

  it("go to the higher reputation", () => {
    expect(beats([{ by: did(1) }, { reputation: 2 }], [{ by: did(2) }, { reputation: 1 }])).toBe(true);
  });

  it("are drawn by the SHA-256 of JobId and DID after that", () => {
    const digest = (index: number) => cidOf(new TextEncoder().encode(idOf(plainJob) + did(index)), "raw");
    // The text of a CID is base32, whose digits do not sort like their letters; 2 to 7 come after z.
    const sortable = (cid: string) =>
      cid.replaceAll(/[2-7]/g, (digit) => String.fromCharCode("z".charCodeAt(0) + Number(digit)));
    const indexes = Array.from({ length: 40 }, (_, index) => index);
    const best = indexes.toSorted((left, right) =>
      sortable(digest(left)) < sortable(digest(right)) ? -1 : 1,
    )[0];
    const round = indexes.map((index) => candidate(plainJob, { by: did(index) }));
    expect(selectExecutor(round, request).winner?.bid.body.by).toBe(did(best as number));
  });

  it("of one executor with itself go by the CID, so that the order is total even then", () => {
    const round = [1000, 2000].map((needMs) => candidate(plainJob, { by: did(1), needMs }));
    const lowest = round.map(({ bid }) => bid.cid).toSorted()[0];
    expect([winnerOf(round, request), winnerOf(round.toReversed(), request)]).toEqual([lowest, lowest]);
  });
});

describe("the newcomers' share", () => {
  it("gives drawn jobs to a newcomer over any score, and others to the best score", () => {
    for (const isDrawn of [true, false]) {
      const { job, request } = jobDrawn(isDrawn);
      const round = [
        candidate(job, { by: did(1) }, { reputation: NEWCOMER_REPUTATION - 1 }),
        candidate(job, { by: did(2) }, { reputation: NEWCOMER_REPUTATION }),
      ];
      const { winner, isNewcomerPick } = selectExecutor(round, request);
      expect([winner?.bid.body.by, isNewcomerPick]).toEqual([did(isDrawn ? 1 : 2), isDrawn]);
    }
  });

  it("falls to the best score where no newcomer can win", () => {
    const { job, request } = jobDrawn(true);
    const round = [
      candidate(job, { by: did(1), price: 101n }),
      candidate(job, { by: did(2) }, { reputation: 10 }),
    ];
    const { winner, isNewcomerPick } = selectExecutor(round, request);
    expect([winner?.bid.body.by, isNewcomerPick]).toEqual([did(2), false]);
  });

  it("picks by the draw alone, so that a newcomer cannot buy it with its price", () => {
    const { job, request } = jobDrawn(true);
    const pick = (prices: readonly bigint[]) =>
      selectExecutor(
        prices.map((price, index) => candidate(job, { by: did(index), price })),
        request,
      ).winner?.bid.body.by;
    expect(pick([1n, 50n, 99n, 3n])).toBe(pick([99n, 3n, 1n, 50n]));
  });

  it("takes of two bids of one newcomer the one with the lower CID, in whatever order they come", () => {
    const { job, request } = jobDrawn(true);
    const round = [1000, 2000].map((needMs) => candidate(job, { by: did(1), needMs }));
    const lowest = round.map(({ bid }) => bid.cid).toSorted()[0];
    expect([winnerOf(round, request), winnerOf(round.toReversed(), request)]).toEqual([lowest, lowest]);
  });

  it("is about one job in twenty, and follows from the JobId", () => {
    let drawn = 0;
    for (let index = 0; index < 2000; index++) {
      const jobId = cidOf(Uint8Array.of(index >> 8, index & 255), "raw") as JobId;
      const round = [did(1), did(2)].map((by, at) =>
        candidate(plainJob, { by, job: jobId }, { reputation: at * 500 }),
      );
      const selection = selectExecutor(round, { ...requestFor(plainJob), jobId, policy: weightedPolicy() });
      if (selection.isNewcomerPick) drawn += 1;
    }
    expect(drawn).toBeGreaterThan(60);
    expect(drawn).toBeLessThan(140);
  });

  it("is nobody's at 0, and everybody's at a million", () => {
    const round = [
      candidate(plainJob, { by: did(1) }),
      candidate(plainJob, { by: did(2) }, { reputation: 500 }),
    ];
    const pick = (newcomerPpm: number) =>
      selectExecutor(round, requestFor(plainJob, { policy: { ...weightedPolicy(), newcomerPpm } }))
        .isNewcomerPick;
    expect([pick(0), pick(1_000_000)]).toEqual([false, true]);
  });
});

describe("rankBids", () => {
  it("starts with the winner, newcomer or not, and goes on best first", () => {
    const { job, request } = jobDrawn(true);
    const round = [
      candidate(job, { by: did(1) }, { reputation: 20 }),
      candidate(job, { by: did(2) }),
      candidate(job, { by: did(3) }, { reputation: 30 }),
      candidate(job, { by: did(4), price: 101n }),
    ];
    const ranked = rankBids(selectExecutor(round, request), request);
    expect(ranked.map(({ bid }) => bid.body.by)).toEqual([did(2), did(3), did(1)]);
  });

  it("is empty where nobody can win", () => {
    const request = requestFor(plainJob);
    expect(
      rankBids(selectExecutor([candidate(plainJob, { by: did(1), price: 101n })], request), request),
    ).toEqual([]);
  });

  it("leaves out bids whose signature turned out to be bad", () => {
    const round = [1, 2, 3].map((index) =>
      candidate(plainJob, { by: did(index) }, { reputation: index * 10 }),
    );
    const request = requestFor(plainJob, { isAuthentic: ({ body }) => body.by !== did(3) });
    const ranked = rankBids(selectExecutor(round, request), request);
    expect(ranked.map(({ bid }) => bid.body.by)).toEqual([did(2), did(1)]);
  });
});
