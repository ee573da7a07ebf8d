import {
  type Did,
  type Member,
  memberRecord,
  type NetworkId,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";

/** Whom the charter takes in, and as what. */
export interface MembershipTerms {
  readonly net: NetworkId;
  readonly account: Did;
  /** Until when, in milliseconds since the epoch. */
  readonly notAfter: number;
  /** What it is believed to be able to do. */
  readonly capabilities?: readonly string[];
  /** The trust scopes that it belongs to. */
  readonly scopes?: readonly string[];
}

/** The charter's word that an account is a member: its mana regenerates, and it may have a part in quorums. */
export function signMembership(
  charter: Signer,
  { net, account, notAfter, capabilities = [], scopes = [] }: MembershipTerms,
): Promise<Signed<Member>> {
  const head = { t: "icn/member/1", net, by: charter.did, via: null } as const;
  const body = {
    ...head,
    account,
    class: "member",
    scopes: [...scopes],
    capabilities: [...capabilities],
    notAfter,
  };
  return signRecord(memberRecord, body, charter);
}
