import { type Cid, cidOf, defineCodec, signedLinkSchema } from "@icn-mesh/core";
import * as z from "zod";

const schema = z.strictObject({ t: z.literal("icn-mesh/own-bid/1"), bid: signedLinkSchema });
const codec = defineCodec("icn-mesh/own-bid/1", schema);

/** A bid that this executor has signed, as it keeps it. */
export const bidEntry = {
  type: "icn-mesh/own-bid/1",
  codec,
  cidOf: (bytes: Uint8Array): Cid => cidOf(bytes),
  keptLinks: ({ bid }: z.infer<typeof schema>) => [bid.cid],
} as const;
