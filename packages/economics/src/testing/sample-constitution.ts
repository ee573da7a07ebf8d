import type { Constitution, Did } from "@icn-mesh/core";

/** A genesis with round numbers. */
export function sampleConstitution(charter: Did, guards: readonly Did[]): Constitution {
  return {
    t: "icn/constitution/1",
    net: null,
    by: charter,
    via: null,
    epoch: 0,
    prev: null,
    guards: [...guards],
    quorum: guards.length,
    charter: [charter],
    units: [
      { name: "mana", decimals: 0, split: [], burnBp: 0 },
      { name: "credit", decimals: 2, split: [], burnBp: 0 },
    ],
    mint: { rate: 10n, cap: 1000n, epochMs: 3_600_000 },
    feeBp: 100,
    graceMs: 60_000,
    marginMs: 60_000,
    minBudget: 1n,
    contested: "charter",
    reputation: { paid: 1, failed: 1, released: 2, equivocated: 50 },
  };
}
