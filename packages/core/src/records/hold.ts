import * as z from "zod";
import { uint } from "../codec/fields.ts";
import { didSchema } from "../ids/did.ts";

/** Which hold: the action at `index` of the operation that `account` signed as its number `seq`. */
export const holdIdSchema = z.strictObject({ account: didSchema, seq: uint(), index: uint(255) });
export type HoldId = z.infer<typeof holdIdSchema>;

/** A hold as one word of a slot. */
export function holdSlot({ account, seq, index }: HoldId): string {
  return `${account}:${seq}:${index}`;
}
