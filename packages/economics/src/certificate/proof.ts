import {
  type Assignment,
  assignmentRecord,
  type Bid,
  bidRecord,
  bytes,
  type Certificate,
  type Codec,
  certificateCodec,
  cidOf,
  type Decoded,
  depositRecord,
  type Job,
  jobRecord,
  operationRecord,
  type RecordBody,
  type Verifier,
} from "@icn-mesh/core";
import * as z from "zod";
import type { Federation } from "../federation.ts";
import { type MoneyFact, slotOfFact } from "../ledger/money-fact.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import type { KnownFact } from "../settlement/judge.ts";
import { checkCertificate } from "./check-certificate.ts";

/** A certificate with the bodies that it takes to use it: nothing else has to be known or asked. */
export const proofSchema = z.strictObject({
  certificate: bytes(16_384),
  /** What the outcome names; null for a settlement, which is the outcome itself. */
  body: bytes(32_768).nullable(),
  /** Of an assignment: what was agreed. */
  terms: z.strictObject({ job: bytes(32_768), bid: bytes(16_384) }).nullable(),
});
export type Proof = z.infer<typeof proofSchema>;

/** What an assignment was made under. */
export interface Terms {
  readonly job: KnownFact<Job>;
  readonly bid: KnownFact<Bid>;
}

/** A fact that a certificate proves. */
export interface CertifiedFact {
  readonly certificate: Certificate;
  readonly fact: MoneyFact;
  readonly terms: Terms | null;
}

/** Reads a stranger's proof and checks all of it but whether its fact fits what is certified already. */
export function readProof(federation: Federation, proof: Proof, verifier: Verifier): Ruling<CertifiedFact> {
  const certificate = certificateCodec.decode(proof.certificate);
  if (!certificate.ok) return refused({ code: "ECONOMICS_BAD_BYTES", refusal: certificate.refusal });
  const fact = factOf(certificate.value, proof.body);
  if (!fact.ok) return fact;
  const terms =
    fact.value.type === "assignment" && proof.terms !== null
      ? readTerms(fact.value.body, proof.terms)
      : granted(null);
  if (!terms.ok) return terms;
  const checked = checkCertificate(federation, certificate.value, verifier);
  return checked.ok
    ? granted({ certificate: certificate.value, fact: fact.value, terms: terms.value })
    : checked;
}

/** The bytes of a proof. */
export function proofOf(
  certificate: Certificate,
  body: Uint8Array | null,
  terms: Proof["terms"] = null,
): Proof {
  return { certificate: certificateCodec.encode(certificate), body, terms };
}

/** What was agreed for an assignment: the job and the bid that it names, whoever hands them over. */
export function readTerms(
  assignment: Assignment,
  terms: { readonly job: Uint8Array; readonly bid: Uint8Array },
): Ruling<Terms> {
  const job = bodyOf(jobRecord.codec, terms.job);
  if (!job.ok) return job;
  const bid = bodyOf(bidRecord.codec, terms.bid);
  if (!bid.ok) return bid;
  if (job.value.cid !== assignment.job) return refused({ code: "ECONOMICS_WRONG_JOB" });
  if (bid.value.cid !== assignment.bid) return refused({ code: "ECONOMICS_WRONG_BID" });
  return granted({ job: job.value, bid: bid.value });
}

/** What fills a slot, by its outcome and the body that the outcome names. */
export function factOf(
  { outcome, slot }: Pick<Certificate, "outcome" | "slot">,
  body: Uint8Array | null,
): Ruling<MoneyFact> {
  if (typeof outcome !== "string") return granted({ type: "settlement", settlement: outcome });
  const fact = body === null ? undefined : readFact(body);
  const fits = fact !== undefined && "cid" in fact && fact.cid === outcome && slotOfFact(fact) === slot;
  return fits ? granted(fact) : refused({ code: "ECONOMICS_WRONG_EVIDENCE", because: "other-body" });
}

const FACTS = [
  ["operation", operationRecord.codec],
  ["assignment", assignmentRecord.codec],
  ["deposit", depositRecord.codec],
] as const;

/** The body of any fact that fills a slot of money. */
function readFact(body: Uint8Array): MoneyFact | undefined {
  for (const [type, codec] of FACTS) {
    const decoded: Decoded<RecordBody> = codec.decode(body);
    if (decoded.ok) return { type, cid: cidOf(body), body: decoded.value } as MoneyFact;
  }
  return undefined;
}

function bodyOf<Body>(codec: Codec<Body>, body: Uint8Array): Ruling<KnownFact<Body>> {
  const decoded = codec.decode(body);
  if (!decoded.ok) return refused({ code: "ECONOMICS_BAD_BYTES", refusal: decoded.refusal });
  return granted({ cid: cidOf(body), body: decoded.value });
}
