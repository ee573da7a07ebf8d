import {
  type Deposit,
  type Did,
  depositRecord,
  type NetworkId,
  type Rng,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { MANA } from "@icn-mesh/economics";

/** What the charter gives an account. */
export interface DepositTerms {
  readonly net: NetworkId;
  readonly account: Did;
  readonly amount: bigint;
  /** Mana when not given. */
  readonly unit?: string;
  readonly reason?: string;
}

const NONCE_BYTES = 16;

/** The charter's word that an account gets something, once. Whoever holds it may take it to the guards. */
export function signDeposit(
  { charter, rng }: { readonly charter: Signer; readonly rng: Rng },
  { net, account, amount, unit = MANA, reason = "to begin with" }: DepositTerms,
): Promise<Signed<Deposit>> {
  const head = { t: "icn/deposit/1", net, by: charter.did, via: null } as const;
  return signRecord(
    depositRecord,
    { ...head, account, unit, amount, nonce: rng.bytes(NONCE_BYTES), reason },
    charter,
  );
}
