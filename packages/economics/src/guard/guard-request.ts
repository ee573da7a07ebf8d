import {
  bytes,
  cidSchema,
  defineCodec,
  didSchema,
  embedded,
  list,
  outcomeSchema,
  slotNameSchema,
  stuckVoteSchema,
  uint,
} from "@icn-mesh/core";
import * as z from "zod";
import { proofSchema } from "../certificate/proof.ts";

const { terms } = proofSchema.shape;

const record = embedded(32_768);
const members = list(embedded(8192), 4);

/** What a guard is asked to do. Everything in it is bytes as they were signed; the guard reads and checks them. */
export const guardAskSchema = z.discriminatedUnion("type", [
  /** To vote for the next operation of an account. Members prove that they are when they regenerate. */
  z.strictObject({ type: z.literal("operation"), operation: record, members }),
  /** To vote for the next assignment of a hold, which its executor has accepted. */
  z.strictObject({
    type: z.literal("assign"),
    assignment: record,
    job: bytes(32_768),
    bid: bytes(16_384),
    acceptance: record,
    members,
    /** The round of bidding from which a replica was drawn after an appeal. */
    draw: record.optional(),
  }),
  /** To vote for the end of a hold. The job says who manages it. */
  z.strictObject({ type: z.literal("close"), close: record, job: bytes(32_768).nullable() }),
  /** To vote for the settlement of an assignment, after taking note of what is shown about it. */
  z.strictObject({ type: z.literal("settle"), assignment: cidSchema, shown: list(record, 96) }),
  /** To take note of what is shown about an assignment, and of when. */
  z.strictObject({ type: z.literal("show"), assignment: cidSchema, shown: list(record, 96) }),
  /** To hear one more replica before the executor that asks is outvoted. */
  z.strictObject({ type: z.literal("appeal"), assignment: cidSchema }),
  z.strictObject({ type: z.literal("deposit"), deposit: record }),
  /** To vote once more for a slot on which the votes are stuck, by order of the charter. */
  z.strictObject({
    type: z.literal("unlock"),
    unlock: record,
    body: bytes(32_768).nullable(),
    /** Of an assignment: what was agreed. Guards without it can settle only once it is shown to them. */
    terms: terms.optional(),
  }),
  /** To take note of the proofs only. */
  z.strictObject({ type: z.literal("learn") }),
  /** To tell what fills a slot. */
  z.strictObject({ type: z.literal("recall"), slot: slotNameSchema }),
  /** To show the newest certificates that a guard has voted for. */
  z.strictObject({ type: z.literal("witness"), guard: didSchema }),
  /** To settle a slot on which the votes are stuck, as those shown prove, with the other guards. */
  z.strictObject({ type: z.literal("resolve"), slot: slotNameSchema, votes: list(stuckVoteSchema, 31) }),
  /** Between guards: to promise no vote below a ballot, and to tell the vote so far. */
  z.strictObject({ type: z.literal("prepare"), slot: slotNameSchema, ballot: uint() }),
  /** Between guards: to vote at a ballot. */
  z.strictObject({
    type: z.literal("accept"),
    slot: slotNameSchema,
    ballot: uint(),
    outcome: outcomeSchema,
    body: bytes(32_768).nullable(),
    terms,
  }),
]);
export type GuardAsk = z.infer<typeof guardAskSchema>;

/** A question to a guard, with the proofs of what it may not know yet. */
export const guardRequestSchema = z.strictObject({ ask: guardAskSchema, proofs: list(proofSchema, 64) });
export type GuardRequest = z.infer<typeof guardRequestSchema>;

/** Bounds of what goes to a guard and comes back. */
export const MESSAGE_LIMITS = { maxBytes: 4 * 1024 * 1024, maxDepth: 16, maxItems: 65_536 };

/** The bytes of a request, for whoever carries it between machines. */
export const guardRequestCodec = defineCodec("mana-request", guardRequestSchema, { limits: MESSAGE_LIMITS });
