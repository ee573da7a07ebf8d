import {
  type Constitution,
  constitutionRecord,
  type Did,
  type NetworkId,
  type Signer,
  signRecord,
} from "@icn-mesh/core";

/** Founds a federation of one account; its id is that of its first constitution. */
export async function foundSoloFederation(signer: Signer): Promise<NetworkId> {
  const { cid } = await signRecord(constitutionRecord, soloConstitution(signer.did), signer);
  return cid as NetworkId;
}

/** The smallest set of rules: the founder guards its own mana, and nothing is taken from a price. */
function soloConstitution(by: Did): Constitution {
  return {
    t: "icn/constitution/1",
    net: null,
    by,
    via: null,
    epoch: 0,
    prev: null,
    guards: [by],
    quorum: 1,
    charter: [by],
    units: [{ name: "mana", decimals: 0, split: [], burnBp: 0 }],
    mint: { rate: 100n, cap: 1000n, epochMs: 3_600_000 },
    feeBp: 0,
    contested: "charter",
    graceMs: 60_000,
    marginMs: 60_000,
    minBudget: 1n,
    reputation: { paid: 1, failed: 1, released: 2, equivocated: 50 },
  };
}
