import { type Did, type Embedded, memberRecord, type Signer, signRecord } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";

/** The charter's word that an account is a member for ever. */
export async function sampleMember({ net }: Federation, account: Did, charter: Signer): Promise<Embedded> {
  const head = { t: "icn/member/1", net, by: charter.did, via: null } as const;
  const body = {
    ...head,
    account,
    class: "cooperative",
    scopes: [],
    capabilities: [],
    notAfter: Number.MAX_SAFE_INTEGER,
  };
  const { bytes, sig } = await signRecord(memberRecord, body, charter);
  return { body: bytes, sig };
}
