import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { list, milliseconds, name } from "../codec/fields.ts";
import { didSchema } from "../ids/did.ts";

/** The charter's word that an account belongs to the federation, in what class and with what capabilities. */
export const memberSchema = signedSchema("icn/member/1", {
  account: didSchema,
  class: name(),
  scopes: list(name(), 32),
  capabilities: list(name(), 64),
  notAfter: milliseconds(),
});
export type Member = z.infer<typeof memberSchema>;

/** Renewed by a later `notAfter`. */
export const memberRecord = defineRecord(memberSchema, {
  slot: ({ account, notAfter }) => [account, notAfter],
});
