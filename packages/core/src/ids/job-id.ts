import type * as z from "zod";
import { cidSchema } from "./cid.ts";

/** Which job: the CID of its signed body, so that two nodes always name it alike. */
export const jobIdSchema = cidSchema.brand<"JobId">();
export type JobId = z.infer<typeof jobIdSchema>;
