import {
  amountSchema,
  bytes,
  type Codec,
  castVoteSchema,
  cidSchema,
  defineCodec,
  didSchema,
  list,
  milliseconds,
  name,
  outcomeSchema,
  slotNameSchema,
  text,
  uint,
} from "@icn-mesh/core";
import * as z from "zod";
import { proofSchema } from "../certificate/proof.ts";
import type { ManaRefusal } from "../refusal.ts";
import type { GuardReply } from "./guard-reply.ts";
import { MESSAGE_LIMITS } from "./guard-request.ts";

const ballot = z.strictObject({ slot: slotNameSchema, outcome: outcomeSchema, vote: castVoteSchema });
const slot = slotNameSchema;
const because = text(128);
const gateCode = z.enum([
  "CORE_TOO_LARGE",
  "CORE_TOO_DEEP",
  "CORE_TOO_MANY_ITEMS",
  "CORE_MALFORMED",
  "CORE_NOT_CANONICAL",
  "CORE_UNKNOWN_TYPE",
  "CORE_UNKNOWN_FIELD",
  "CORE_WRONG_SHAPE",
  "CORE_BAD_SIGNATURE",
]);

/** The facts that go with each code. */
const facts = {
  ECONOMICS_ABOVE_HOLD: { free: amountSchema },
  ECONOMICS_AT_CAP: {},
  ECONOMICS_BAD_AMOUNT: { index: uint() },
  ECONOMICS_BAD_BYTES: { refusal: z.strictObject({ code: gateCode, path: text(1024).optional() }) },
  ECONOMICS_BAD_SIGNATURE: { by: didSchema },
  ECONOMICS_BEHIND: { slot },
  ECONOMICS_BELOW_MIN_BUDGET: { min: amountSchema },
  ECONOMICS_BUSY: {},
  ECONOMICS_CLAIM_OUT_OF_REACH: {},
  ECONOMICS_CONTESTED: { slot, ballots: list(ballot, 31) },
  ECONOMICS_CREDIT_CONSUMED: { slot, index: uint() },
  ECONOMICS_FOREIGN: { what: z.enum(["network", "epoch"]) },
  ECONOMICS_GUARD_REWOUND: { slot },
  ECONOMICS_HOLD_CLOSED: {},
  ECONOMICS_INSUFFICIENT: { unit: name(), short: amountSchema },
  ECONOMICS_JOB_HELD: {},
  ECONOMICS_NOT_A_GUARD: { guard: didSchema },
  ECONOMICS_NOT_ACCEPTED: {},
  ECONOMICS_NOT_CHARTER: {},
  ECONOMICS_NOT_CONTESTED: { slot },
  ECONOMICS_NOT_ELIGIBLE: {},
  ECONOMICS_NOT_INDEPENDENT: {},
  ECONOMICS_NOT_MANAGER: {},
  ECONOMICS_NOT_MEMBER: {},
  ECONOMICS_NOT_PARTY: {},
  ECONOMICS_NOT_PAYEE: {},
  ECONOMICS_NOT_YET: { because, retryInMs: milliseconds() },
  ECONOMICS_NO_QUORUM: { votes: uint() },
  ECONOMICS_PROMISED: { ballot: uint() },
  ECONOMICS_SLOT_TAKEN: { slot, by: cidSchema.nullable() },
  ECONOMICS_STALE: { slot },
  ECONOMICS_STILL_OPEN: {},
  ECONOMICS_UNKNOWN_ACCOUNT: {},
  ECONOMICS_UNKNOWN_ASSIGNMENT: {},
  ECONOMICS_UNREACHABLE: { answered: uint() },
  ECONOMICS_VOTES_UNSORTED: {},
  ECONOMICS_WRONG_BID: {},
  ECONOMICS_WRONG_EPOCH: { epoch: uint() },
  ECONOMICS_WRONG_EVIDENCE: { because },
  ECONOMICS_WRONG_JOB: {},
  ECONOMICS_WRONG_UNIT: { unit: name() },
} satisfies Record<ManaRefusal["code"], Record<string, z.ZodType>>;

const refusals = Object.entries(facts).map(([code, shape]: [string, Record<string, z.ZodType>]) =>
  z.strictObject({ type: z.literal(code), ...shape }),
);

const voted = z.strictObject({
  ballot,
  body: bytes(32_768).nullable(),
  terms: proofSchema.shape.terms,
});

const wireCodec = defineCodec(
  "mana-reply",
  z.union([
    z.strictObject({ type: z.literal("vote"), ballot }),
    z.strictObject({ type: z.literal("certified"), proof: proofSchema }),
    voted.extend({ type: z.literal("voted") }),
    z.strictObject({ type: z.literal("refused"), refusal: z.union(refusals) }),
    z.strictObject({ type: z.literal("learnt") }),
    z.strictObject({ type: z.literal("noted") }),
    z.strictObject({ type: z.literal("witnessed"), proofs: list(proofSchema, 256) }),
    z.strictObject({ type: z.literal("promise"), voted: voted.nullable() }),
  ]),
  { limits: MESSAGE_LIMITS },
);

/**
 * The bytes of a reply, for whoever carries it between machines. A reply or refusal that this build does not know is
 * refused with the verdict `ignore`: who asked goes on as if the guard could not be reached.
 */
export const guardReplyCodec: Codec<GuardReply> = {
  name: wireCodec.name,
  encode: (reply) => wireCodec.encode(toWire(reply)),
  decode(bytes) {
    const decoded = wireCodec.decode(bytes);
    return decoded.ok ? { ok: true, value: fromWire(decoded.value) } : decoded;
  },
  parse: (bytes) => fromWire(wireCodec.parse(bytes)),
};

type Wire = ReturnType<typeof wireCodec.parse>;

/** Variants are told apart by `type` on the wire, refusals among them. */
function toWire(reply: GuardReply): Wire {
  if (reply.type !== "refused") return reply as Wire;
  const { code, ...rest } = reply.refusal;
  return { type: "refused", refusal: { type: code, ...rest } };
}

function fromWire(wire: Wire): GuardReply {
  if (wire.type !== "refused") return wire;
  const { type: code, ...rest } = wire.refusal;
  return { type: "refused", refusal: { code, ...rest } as ManaRefusal };
}
