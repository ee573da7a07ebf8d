import {
  type Acceptance,
  type Assignment,
  acceptanceRecord,
  type Embedded,
  type Member,
  memberRecord,
  type Signed,
} from "@icn-mesh/core";
import { readTerms } from "../certificate/proof.ts";
import type { Federation } from "../federation.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import type { KnownFact } from "../settlement/judge.ts";
import { readAsked } from "./read-asked.ts";
import type { Offer } from "./rule-offer.ts";

/** What goes with an assignment: the word of its executor, and what both sides agreed on. */
export interface Agreement {
  readonly job: Uint8Array;
  readonly bid: Uint8Array;
  readonly acceptance: Embedded;
  /** Proof that the executor is a member, where the job asks for a quorum. */
  readonly members: readonly Embedded[];
  /** The selection from which a replica was drawn, of one that was added after an appeal. */
  readonly draw?: Embedded | undefined;
}

/** An agreement as it was read, with the records in it whose signatures are still to be checked. */
export interface ReadOffer extends Offer {
  readonly signed: readonly (Signed<Acceptance> | Signed<Member>)[];
}

/** Reads what goes with an assignment. Whether it allows the assignment is for `ruleOnOffer` to say. */
export function readOffer(
  federation: Federation,
  agreed: Agreement,
  { assignment, now }: { readonly assignment: KnownFact<Assignment>; readonly now: number },
): Ruling<ReadOffer> {
  const acceptance = readAsked(acceptanceRecord, agreed.acceptance, federation);
  if (!acceptance.ok) return acceptance;
  const members = readMembers(federation, agreed.members);
  if (!members.ok) return members;
  const terms = readTerms(assignment.body, agreed);
  if (!terms.ok) return terms;
  const isMember: Offer["isMember"] = (did) =>
    members.value.some(({ body }) => body.account === did && body.notAfter >= now);
  return granted({
    assignment,
    acceptance: acceptance.value.body,
    terms: terms.value,
    isMember,
    signed: [acceptance.value, ...members.value],
  });
}

/** Records by which the charter admits accounts; their signatures are still to be checked. */
export function readMembers(
  federation: Federation,
  records: readonly Embedded[],
): Ruling<readonly Signed<Member>[]> {
  const members: Signed<Member>[] = [];
  for (const record of records) {
    const member = readAsked(memberRecord, record, federation);
    if (!member.ok) return member;
    if (!federation.isCharter(member.value.body.by)) return refused({ code: "ECONOMICS_NOT_CHARTER" });
    members.push(member.value);
  }
  return granted(members);
}
