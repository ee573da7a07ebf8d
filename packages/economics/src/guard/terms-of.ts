import { bidRecord, type Cid, cidOf, jobRecord, voteRecord } from "@icn-mesh/core";
import type { Terms } from "../certificate/proof.ts";
import type { CertifiedAssignment } from "../ledger/ledger-view.ts";
import { linkSlot } from "../money-slot.ts";
import type { GuardParts } from "./guard-parts.ts";
import { knownEntry } from "./guard-records.ts";
import { blockAt } from "./vote-log.ts";

/** What an assignment was made under, and since when this guard has known it. */
export interface KnownTerms {
  readonly terms: Terms;
  readonly since: number;
}

/** The terms of a certified assignment, as they were kept with the vote for it or with its certificate. */
export async function termsOf(
  parts: GuardParts,
  { cid, body }: CertifiedAssignment,
): Promise<KnownTerms | undefined> {
  const { storage, terms } = parts;
  const since = await knownSince(parts, linkSlot(body.hold, body.seq), cid);
  const recent = terms.get(cid);
  if (since !== undefined && recent !== undefined) return { terms: recent, since };
  const [job, bid] = await Promise.all([storage.get(body.job), storage.get(body.bid)]);
  if (since === undefined || job === undefined || bid === undefined) return undefined;
  return {
    since,
    terms: {
      job: { cid: cidOf(job), body: jobRecord.codec.parse(job) },
      bid: { cid: cidOf(bid), body: bidRecord.codec.parse(bid) },
    },
  };
}

/** Since its vote for this assignment; a vote for something else in the same slot says nothing of this one. */
async function knownSince(
  { storage, names, votes }: GuardParts,
  slot: string,
  assignment: Cid,
): Promise<number | undefined> {
  const voted = await votes.entry(slot, 0);
  if (voted !== undefined && voteRecord.codec.parse(voted.vote).outcome === assignment) return voted.at;
  const cid = await storage.ref(names.certificate(slot));
  return cid === null ? undefined : knownEntry.codec.parse(await blockAt(storage, cid)).at;
}
