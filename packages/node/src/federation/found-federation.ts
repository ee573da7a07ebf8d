import {
  type Constitution,
  constitutionRecord,
  type Did,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { constitutionBody, type FederationRules } from "./constitution-rules.ts";

/** Who founds a federation, for whom, and by which rules. */
export interface Founding {
  /** The key of the charter, which alone may change the rules and bring mana in. */
  readonly charter: Signer;
  readonly guards: readonly Did[];
  /** The standard ones when not given. */
  readonly rules?: Partial<FederationRules>;
}

/** The signed constitution of a new federation. Its id follows from every letter of it. */
export function foundFederation({ charter, guards, rules }: Founding): Promise<Signed<Constitution>> {
  return signRecord(constitutionRecord, constitutionBody(charter.did, guards, rules), charter);
}
