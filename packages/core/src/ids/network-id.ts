import type * as z from "zod";
import { cidSchema } from "./cid.ts";

/** Which federation: the CID of its genesis constitution, for ever. */
export const networkIdSchema = cidSchema.brand<"NetworkId">();
export type NetworkId = z.infer<typeof networkIdSchema>;
