import {
  type AidJobTemplate,
  type AidMatch,
  type AidRequest,
  type AidWithdrawal,
  type AnyBody,
  amountSchema,
  type Cid,
  cidSchema,
  defineCodec,
  jobIdSchema,
  type NetworkId,
  type Signed,
  signedLinkSchema,
  text,
  uint,
} from "@icn-mesh/core";
import * as z from "zod";
import { AID } from "../job/ref-names.ts";

/** Everything that is said about mutual aid. */
export type AidBody = AidJobTemplate | AidMatch | AidRequest | AidWithdrawal;

const TYPES: ReadonlySet<AnyBody["t"]> = new Set<AidBody["t"]>([
  "icn/aid-match/1",
  "icn/aid-request/1",
  "icn/aid-template/1",
  "icn/aid-withdrawal/1",
]);

/** True for a record about mutual aid. */
export function isAid(signed: Signed<AnyBody>): signed is Signed<AidBody> {
  return TYPES.has(signed.body.t);
}

/** The refs of what a node has promised, and of what it did about it. */
export const aidNames = {
  offers: (net: NetworkId) => `${AID}${net}/offer/`,
  offer: (net: NetworkId, template: Cid) => `${AID}${net}/offer/${template}`,
  answers: (net: NetworkId) => `${AID}${net}/answer/`,
  answer: (net: NetworkId, request: Cid) => `${AID}${net}/answer/${request}`,
} as const;

const entrySchema = z.strictObject({ t: z.literal("icn-mesh/aid/1"), record: signedLinkSchema });

/** A record about mutual aid as a node keeps it: a block, and its signature beside the link to it. */
export const aidEntry = {
  type: "icn-mesh/aid/1",
  codec: defineCodec("icn-mesh/aid/1", entrySchema),
  keptLinks: ({ record }: z.infer<typeof entrySchema>) => [record.cid],
} as const;

const offerSchema = z.strictObject({
  t: z.literal("icn-mesh/aid-offer/1"),
  template: cidSchema,
  cost: amountSchema,
  /** How many requests it answers at most. */
  atMost: uint(1_000_000),
  manifest: cidSchema.nullable(),
  principal: text(256, 1).nullable(),
});
/** What a node promises to do for the requests that a template of its own covers. */
export type AidOffer = z.infer<typeof offerSchema>;

/** An offer as the node that made it keeps it. */
export const aidOfferEntry = {
  type: "icn-mesh/aid-offer/1",
  codec: defineCodec("icn-mesh/aid-offer/1", offerSchema),
  keptLinks: ({ template, manifest }: AidOffer) => (manifest === null ? [template] : [template, manifest]),
} as const;

const answerSchema = z.strictObject({
  t: z.literal("icn-mesh/aid-answer/1"),
  request: cidSchema,
  template: cidSchema,
  job: jobIdSchema,
});
/** The job by which a node has answered a request. */
export type AidAnswer = z.infer<typeof answerSchema>;

/** An answer, as it is written together with its job. */
export const aidAnswerEntry = {
  type: "icn-mesh/aid-answer/1",
  codec: defineCodec("icn-mesh/aid-answer/1", answerSchema),
  keptLinks: ({ request, template }: AidAnswer) => [request, template],
} as const;
