import type { Constitution, Did } from "@icn-mesh/core";
import { MANA } from "@icn-mesh/economics";

/** The numbers of a federation that somebody who founds one may choose. */
export type FederationRules = Pick<
  Constitution,
  "contested" | "feeBp" | "graceMs" | "marginMs" | "minBudget" | "mint" | "reputation" | "units"
>;

/** What a federation has whose founder says nothing else: mana alone, which regenerates by the hour, and a fee of one percent. */
export const STANDARD_RULES: FederationRules = {
  units: [{ name: MANA, decimals: 0, split: [], burnBp: 0 }],
  mint: { rate: 1_000n, cap: 1_000_000n, epochMs: 3_600_000 },
  feeBp: 100,
  contested: "charter",
  graceMs: 60_000,
  marginMs: 60_000,
  minBudget: 1n,
  reputation: { paid: 1, failed: 1, released: 2, equivocated: 50 },
};

/** The body of a constitution with these guards, of whom more than half make a quorum. */
export function constitutionBody(
  charter: Did,
  guards: readonly Did[],
  rules: Partial<FederationRules> = {},
): Constitution {
  return {
    ...STANDARD_RULES,
    ...rules,
    t: "icn/constitution/1",
    net: null,
    by: charter,
    via: null,
    epoch: 0,
    prev: null,
    guards: [...guards],
    quorum: Math.floor(guards.length / 2) + 1,
    charter: [charter],
  };
}
