import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { bytes, list } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { jobIdSchema } from "../ids/job-id.ts";
import { embedded } from "./signed-link.ts";

/** A replica binds itself to a result that it does not show yet. */
export const commitSchema = signedSchema("icn/commit/1", { assignment: cidSchema, hash: bytes(32, 32) });
export type Commit = z.infer<typeof commitSchema>;

/** One commit for an assignment. */
export const commitRecord = defineRecord(commitSchema, { slot: ({ assignment }) => [assignment] });

/** The manager shows all commits of a job; only then may replicas reveal. */
export const commitsSchema = signedSchema("icn/commits/1", {
  job: jobIdSchema,
  commits: list(embedded(1536), 32),
});
export type Commits = z.infer<typeof commitsSchema>;

/** One showing for a job. */
export const commitsRecord = defineRecord(commitsSchema, { slot: ({ job }) => [job] });
