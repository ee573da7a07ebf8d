import type { Did } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import {
  allToExecutor,
  ciroFee,
  federationOf,
  meteredPrice,
  nsnSplit,
  parseAmount,
  payOut,
  printAmount,
  type SettlementPolicy,
} from "@icn-mesh/economics";
import { sampleConstitution } from "@icn-mesh/economics/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const treasury = sampleDid(1);
const worker = sampleDid(2);
const net = "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua" as never;

function paid(policy: SettlementPolicy, price: bigint) {
  const constitution = {
    ...sampleConstitution(treasury, [treasury]),
    units: [{ name: "token", decimals: 0, ...policy }],
  };
  const { taken, credits } = payOut(federationOf(constitution, net), {
    type: "pay",
    slot: "s",
    unit: "token",
    price,
    to: worker,
  });
  const to = (did: Did) =>
    credits.filter((credit) => credit.to === did).reduce((sum, { amount }) => sum + amount, 0n);
  const burned = credits.reduce((rest, { amount }) => rest - amount, taken);
  return { worker: to(worker), treasury: to(treasury), burned };
}

describe("a price", () => {
  it("of NSN goes 70 to the executor, 20 to the treasury, and 10 are burned", () => {
    expect(paid(nsnSplit(treasury), 100n)).toEqual({ worker: 70n, treasury: 20n, burned: 10n });
    expect(paid(nsnSplit(treasury), 101n)).toEqual({ worker: 71n, treasury: 20n, burned: 10n });
  });

  it("of CIRO leaves a fee of 250 basis points", () => {
    expect(paid(ciroFee(treasury), 1_000n)).toEqual({ worker: 975n, treasury: 25n, burned: 0n });
  });

  it("of QUBIX is metered, rounded up and capped at the hold", () => {
    expect(meteredPrice(3_600n, 1_001, 100n)).toBe(2n);
    expect(meteredPrice(3_600n, 3_600_000, 100n)).toBe(100n);
    expect(paid(allToExecutor, 7n)).toEqual({ worker: 7n, treasury: 0n, burned: 0n });
  });

  it("is always paid out or burned in whole, whatever the shares", () => {
    const share = fc.nat({ max: 5_000 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), share, share, (price, bp, burnBp) => {
        const parts = paid({ split: [{ to: treasury, bp }], burnBp }, price);
        expect(parts.worker + parts.treasury + parts.burned).toBe(price);
        expect([parts.worker, parts.treasury, parts.burned].every((part) => part >= 0n)).toBe(true);
      }),
    );
  });
});

describe("a decimal number", () => {
  it("is an amount and back, exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), fc.nat({ max: 18 }), (amount, decimals) => {
        expect(parseAmount(printAmount(amount, decimals), decimals)).toBe(amount);
      }),
    );
  });

  it.each([
    "-1",
    "+1",
    "1e3",
    "0x10",
    " 1",
    "1.",
    ".5",
    "01",
    "1.234",
    "",
    "NaN",
    "9223372036854775808",
    "1,5",
  ])("is not %j", (text) => {
    expect(() => parseAmount(text, 2)).toThrow(expect.objectContaining({ code: "ECONOMICS_BAD_NUMBER" }));
  });
});
