import {
  type Deposit,
  type Did,
  depositRecord,
  type Rng,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { certificateOf, type Federation, type Guard, proofOf } from "@icn-mesh/economics";
import type { Accounts } from "../mana/accounts.ts";
import { localMeshError } from "./local-mesh-error.ts";

/** What a deposit takes where one guard is the whole quorum. */
export interface FundingParts {
  readonly federation: Federation;
  readonly charter: Signer;
  readonly guard: Guard;
  readonly rng: Rng;
}

/** Whom something is given to begin with. */
export interface Endowment {
  readonly account: Did;
  readonly amount: bigint;
  readonly nonce: Uint8Array;
}

/** What the charter signs so that an account has something to begin with. */
export function signEndowment(
  { federation, charter }: Pick<FundingParts, "charter" | "federation">,
  { account, amount, nonce }: Endowment,
): Promise<Signed<Deposit>> {
  const body: Deposit = {
    t: "icn/deposit/1",
    net: federation.net,
    by: charter.did,
    via: null,
    account,
    unit: "mana",
    amount,
    nonce,
    reason: "to begin with",
  };
  return signRecord(depositRecord, body, charter);
}

/** Has the charter bring mana in for an account, and the node of that account take it in. */
export async function fundAccount(
  { federation, charter, guard, rng }: FundingParts,
  { accounts, amount }: { readonly accounts: Accounts; readonly amount: bigint },
): Promise<void> {
  const { account } = accounts.own;
  const nonce = rng.fork(`deposit ${account}`).bytes(8);
  const signed = await signEndowment({ federation, charter }, { account, amount, nonce });
  const deposit = { body: signed.bytes, sig: signed.sig };
  const reply = await guard.ask({ ask: { type: "deposit", deposit }, proofs: [] }, charter.did);
  if (reply.type !== "vote") throw localMeshError(`the guard does not vote: ${reply.type}`);
  await accounts.own.learn(proofOf(certificateOf(federation, [reply.ballot]), signed.bytes));
  await accounts.own.idle();
}
