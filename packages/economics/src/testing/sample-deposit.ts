import {
  createSeededRng,
  type Deposit,
  type Did,
  depositRecord,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import type { Proof } from "../certificate/proof.ts";
import { collectVotes } from "../client/collect-votes.ts";
import type { CollectComponents } from "../client/collection.ts";
import { provenBody } from "../client/wallet.ts";
import { EconomicsError } from "../errors.ts";
import type { Federation } from "../federation.ts";

/** A deposit of 1 000 mana by the charter; change what a test is about. */
export function signSampleDeposit(
  { net }: Federation,
  charter: Signer,
  changes: Partial<Deposit> & { readonly account: Did },
): Promise<Signed<Deposit>> {
  const head = { t: "icn/deposit/1", net, by: charter.did, via: null } as const;
  const body = {
    ...head,
    unit: "mana",
    amount: 1000n,
    nonce: new Uint8Array(8),
    reason: "opening",
    ...changes,
  };
  return signRecord(depositRecord, body, charter);
}

/** Has guards certify a deposit, and gives the proof. */
export async function certifySampleDeposit(
  parts: Omit<CollectComponents, "rng">,
  deposit: Signed<Deposit>,
): Promise<Proof> {
  const { bytes, sig, slot } = deposit;
  const collected = await collectVotes(
    { ...parts, rng: createSeededRng("charter") },
    {
      slot,
      ask: { type: "deposit", deposit: { body: bytes, sig } },
      proofs: [],
      proven: (certificate) => provenBody(certificate, bytes),
      proofsFor: async () => [],
    },
    { signal: new AbortController().signal },
  );
  if (collected.ok) return collected.value.proof;
  const failure = { code: "ECONOMICS_LEDGER_DAMAGED", slot, refusal: collected.refusal } as const;
  throw new EconomicsError("the guards refused a deposit", failure);
}
