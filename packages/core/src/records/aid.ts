import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { list, milliseconds, text } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { jobIdSchema } from "../ids/job-id.ts";
import { jobSpecSchema } from "./job-spec.ts";

const id = text(128, 1);
const tags = list(text(64, 1), 32, 1);
const expiresAt = milliseconds();

/** Somebody asks for help, by tags such as "food" or "compute", until it expires. */
export const aidRequestSchema = signedSchema("icn/aid-request/1", { id, tags, expiresAt });
export type AidRequest = z.infer<typeof aidRequestSchema>;

/** One request under an id. */
export const aidRequestRecord = defineRecord(aidRequestSchema, { slot: (request) => [request.id] });

/** A job that somebody runs for requests whose tags it covers. */
export const aidTemplateSchema = signedSchema("icn/aid-template/1", {
  id,
  tags,
  expiresAt,
  spec: jobSpecSchema,
});
export type AidJobTemplate = z.infer<typeof aidTemplateSchema>;

/** One template under an id. */
export const aidTemplateRecord = defineRecord(aidTemplateSchema, { slot: (template) => [template.id] });

/** A request was answered by the job of a template. */
export const aidMatchSchema = signedSchema("icn/aid-match/1", {
  request: cidSchema,
  template: cidSchema,
  job: jobIdSchema,
  /** As long as the request. */
  expiresAt,
});
export type AidMatch = z.infer<typeof aidMatchSchema>;

/** One answer of a template to a request. */
export const aidMatchRecord = defineRecord(aidMatchSchema, {
  slot: ({ request, template }) => [request, template],
  keeps: ({ request, template }) => [request, template],
});

/** A request or a template of its author does not count any more. */
export const aidWithdrawalSchema = signedSchema("icn/aid-withdrawal/1", {
  of: cidSchema,
  /** As long as what is withdrawn. */
  expiresAt,
});
export type AidWithdrawal = z.infer<typeof aidWithdrawalSchema>;

/** One word about what is withdrawn. */
export const aidWithdrawalRecord = defineRecord(aidWithdrawalSchema, { slot: ({ of }) => [of] });
