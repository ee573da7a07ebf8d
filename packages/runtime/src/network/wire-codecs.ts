import {
  type Assignment,
  assignmentRecord,
  bidRecord,
  bytes,
  type Cid,
  cidSchema,
  defineCodec,
  embedded,
  jobIdSchema,
  list,
  name,
  readRecord,
  type Signed,
  uint,
} from "@icn-mesh/core";
import { guardRequestCodec, type Proof } from "@icn-mesh/economics";
import * as z from "zod";
import type { AssignmentNotice, BidAnswer, ReportAnswer } from "./network-message.ts";

// The messages that are more than one signed record. Records inside them are bytes, checked as they were signed.

const RECORD_BYTES = 16_384;
const MEMBER_BYTES = 8192;
const MOST_MEMBERS = 4;
const limits = { maxBytes: 256 * 1024, maxDepth: 8, maxItems: 256 };

const bidCodec = defineCodec(
  "mesh-bid",
  z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("bid"),
      bid: embedded(RECORD_BYTES),
      members: list(embedded(MEMBER_BYTES), MOST_MEMBERS).optional(),
    }),
    z.strictObject({
      type: z.literal("no"),
      job: jobIdSchema,
      round: uint(65_535),
      isFull: z.boolean().optional(),
    }),
  ]),
  { limits },
);

const assignCodec = defineCodec(
  "mesh-assign",
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("offer"), assignment: bytes(RECORD_BYTES) }),
    z.strictObject({
      type: z.literal("notice"),
      assignment: embedded(RECORD_BYTES),
      /** A request to learn the certificate, or nothing. */
      proof: bytes(131_072).nullable(),
    }),
  ]),
  { limits },
);

const appealCodec = defineCodec("mesh-appeal", z.strictObject({ assignment: cidSchema }), { limits });

const answerCodec = defineCodec(
  "mesh-answer",
  z.strictObject({
    answer: z.enum(["applied", "duplicate", "stale", "illegal", "unknown"]),
    why: name().nullable(),
  }),
  { limits },
);

/** An answer to an announcement as bytes. */
export function encodeBidAnswer(answer: BidAnswer): Uint8Array {
  if (answer.type === "BidDecline") {
    const { job, round, isFull = false } = answer;
    return bidCodec.encode({ type: "no", job, round, ...(isFull && { isFull }) });
  }
  const { bytes: body, sig } = answer.bid;
  const members = answer.members === undefined ? {} : { members: [...answer.members] };
  return bidCodec.encode({ type: "bid", bid: { body, sig }, ...members });
}

/** Reads an answer to an announcement; undefined for bytes that are none. No signature is checked. */
export function decodeBidAnswer(from: Uint8Array): BidAnswer | undefined {
  const decoded = bidCodec.decode(from);
  if (!decoded.ok) return undefined;
  if (decoded.value.type === "no") {
    const { job, round, isFull = false } = decoded.value;
    return { type: "BidDecline", job, round, ...(isFull && { isFull }) };
  }
  const { members, bid: signed } = decoded.value;
  const bid = readRecord(bidRecord, signed.body, signed.sig);
  return bid.ok ? { type: "BidSubmission", bid: bid.value, ...(members && { members }) } : undefined;
}

/** What arrives on the `assign` protocol. */
export type AssignMessage =
  | { readonly type: "offer"; readonly body: Assignment; readonly bytes: Uint8Array }
  | ({ readonly type: "notice" } & AssignmentNotice);

/** An assignment that nobody has signed, for the executor to accept. */
export function encodeOffer(assignment: Uint8Array): Uint8Array {
  return assignCodec.encode({ type: "offer", assignment });
}

/** A signed assignment as bytes. */
export function encodeNotice({ assignment, proof }: AssignmentNotice): Uint8Array {
  const { bytes: body, sig } = assignment;
  return assignCodec.encode({
    type: "notice",
    assignment: { body, sig },
    proof: proof === null ? null : encodeProof(proof),
  });
}

/** Reads what came on the `assign` protocol; undefined for bytes that are neither. No signature is checked. */
export function decodeAssign(from: Uint8Array): AssignMessage | undefined {
  const decoded = assignCodec.decode(from);
  if (!decoded.ok) return undefined;
  const { value } = decoded;
  if (value.type === "offer") {
    const body = assignmentRecord.codec.decode(value.assignment);
    return body.ok ? { type: "offer", body: body.value, bytes: value.assignment } : undefined;
  }
  const assignment = readRecord(assignmentRecord, value.assignment.body, value.assignment.sig);
  if (!assignment.ok) return undefined;
  const proof = value.proof === null ? null : decodeProof(value.proof);
  return proof === undefined ? undefined : notice(assignment.value, proof);
}

function notice(assignment: Signed<Assignment>, proof: Proof | null): AssignMessage {
  return { type: "notice", assignment, proof };
}

/** A proof is sent as the request to learn it, whose bytes `economics` defines. */
export function encodeProof(proof: Proof): Uint8Array {
  return guardRequestCodec.encode({ ask: { type: "learn" }, proofs: [proof] });
}

function decodeProof(from: Uint8Array): Proof | undefined {
  const decoded = guardRequestCodec.decode(from);
  return decoded.ok ? decoded.value.proofs[0] : undefined;
}

/** The question to an outvoted executor as bytes. */
export function encodeAppeal(assignment: Cid): Uint8Array {
  return appealCodec.encode({ assignment });
}

/** Which assignment it is about; undefined for bytes that do not say. */
export function decodeAppeal(from: Uint8Array): Cid | undefined {
  const decoded = appealCodec.decode(from);
  return decoded.ok ? decoded.value.assignment : undefined;
}

/** What became of a report, as bytes. */
export function encodeReportAnswer({ answer, why }: ReportAnswer): Uint8Array {
  return answerCodec.encode({ answer, why });
}

/** Reads what became of a report; undefined for bytes that do not say. */
export function decodeReportAnswer(from: Uint8Array): ReportAnswer | undefined {
  const decoded = answerCodec.decode(from);
  return decoded.ok ? decoded.value : undefined;
}
