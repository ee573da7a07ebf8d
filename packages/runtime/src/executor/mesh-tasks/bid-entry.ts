import { type Cid, cidOf, defineCodec, milliseconds, signedLinkSchema } from "@icn-mesh/core";
import * as z from "zod";

const schema = z.strictObject({
  t: z.literal("icn-mesh/own-bid/1"),
  bid: signedLinkSchema,
  job: signedLinkSchema,
  /** When it cannot win any more, on the wall clock. */
  until: milliseconds(),
  /** When the hold of the job expires: nobody is asked to bid for it after that. */
  heldUntil: milliseconds(),
});
const codec = defineCodec("icn-mesh/own-bid/1", schema);

/** A bid as its own executor keeps it, with its signature and the job that it is for. */
export type BidEntry = z.infer<typeof schema>;

/** The entry, for the codec and for the garbage collector. */
export const bidEntry = {
  type: "icn-mesh/own-bid/1",
  codec,
  cidOf: (bytes: Uint8Array): Cid => cidOf(bytes),
  keptLinks: ({ bid, job }: BidEntry) => [bid.cid, job.cid],
} as const;
