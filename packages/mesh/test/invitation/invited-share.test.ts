import { invitedShare, isInvited, MeshError } from "@icn-mesh/mesh";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { did, faceless, idOf, jobWith, plainJob } from "../selection/sample-round.ts";

describe("invitedShare", () => {
  it("invites everybody where no more are known than bids are wanted", () => {
    expect([0, 1, 16].map((known) => invitedShare({ known, round: 1 }))).toEqual([
      1_000_000, 1_000_000, 1_000_000,
    ]);
    expect(invitedShare({ known: 17, round: 1 })).toBe(941_177);
  });

  it("widens four times with each round, to everybody", () => {
    const shares = [1, 2, 3, 4, 5, 65_535].map((round) => invitedShare({ known: 1000, round }));
    expect(shares).toEqual([16_000, 64_000, 256_000, 1_000_000, 1_000_000, 1_000_000]);
  });

  it("follows its options", () => {
    expect(invitedShare({ known: 1000, round: 2 }, { bids: 10, widenBy: 3 })).toBe(30_000);
    expect(invitedShare({ known: 1_000_001, round: 1 }, { bids: 1_000_000, widenBy: 1_000_000 })).toBe(
      1_000_000,
    );
  });

  it("is never less in a later round, and never nothing", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 100 }), (any, round) => {
        const known = Math.abs(any);
        const share = invitedShare({ known, round });
        expect(share).toBeGreaterThan(0);
        expect(invitedShare({ known, round: round + 1 })).toBeGreaterThanOrEqual(share);
      }),
    );
  });

  it.each([
    [{ known: -1, round: 1 }, {}],
    [{ known: 1, round: 0 }, {}],
    [{ known: 1, round: 1 }, { bids: 0 }],
    [{ known: 1, round: 1 }, { bids: 1_000_001 }],
    [{ known: 1, round: 1 }, { widenBy: 1 }],
    [{ known: 1, round: 1 }, { widenBy: 1_000_001 }],
  ])("refuses %j with %j", (terms, options) => {
    expect(() => invitedShare(terms, options)).toThrow(MeshError);
  });
});

describe("isInvited", () => {
  const jobId = idOf(plainJob);

  it("invites nobody at 0 and everybody at a million", () => {
    const all = Array.from({ length: 500 }, (_, index) => faceless(index));
    expect(all.some((executor) => isInvited(jobId, executor, 0))).toBe(false);
    expect(all.every((executor) => isInvited(jobId, executor, 1_000_000))).toBe(true);
  });

  it("invites about the share, and others for other jobs", () => {
    const all = Array.from({ length: 4000 }, (_, index) => faceless(index));
    const invited = all.filter((executor) => isInvited(jobId, executor, 250_000));
    expect(invited.length).toBeGreaterThan(880);
    expect(invited.length).toBeLessThan(1120);
    const other = idOf(jobWith({}, { budget: 7n }));
    expect(all.filter((executor) => isInvited(other, executor, 250_000))).not.toEqual(invited);
  });

  it("invites in a larger share everybody of a smaller one", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1_000_000), fc.nat(1_000_000), (index, share, more) => {
        expect(!isInvited(jobId, did(index), share) || isInvited(jobId, did(index), share + more)).toBe(true);
      }),
    );
  });
});
