import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { bytes, list, milliseconds, uint } from "../codec/fields.ts";
import { cidOf } from "../ids/cid.ts";
import { castVoteSchema } from "./outcome.ts";
import { embedded, signatureSchema } from "./signed-link.ts";

/** One round of bidding for a job, with the proof that its budget is held, checkable offline. */
export const announcementSchema = signedSchema("icn/announce/1", {
  job: embedded(32_768),
  hold: z.strictObject({
    body: bytes(26_624),
    sig: signatureSchema,
    epoch: uint(),
    votes: list(castVoteSchema, 31),
  }),
  round: uint(65_535),
  closesInMs: milliseconds(),
  /** Parts in a million of all executors that are asked to bid. */
  invitedShare: uint(1_000_000),
});
export type Announcement = z.infer<typeof announcementSchema>;

/** The job is named by its id in the slot. */
export const announcementRecord = defineRecord(announcementSchema, {
  slot: ({ job, round }) => [cidOf(job.body), round],
});
