import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { amountSchema, list, milliseconds, name, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { didSchema } from "../ids/did.ts";
import { networkIdSchema } from "../ids/network-id.ts";

const basisPoints = uint(10_000);

/** Something that is counted: mana, or a token, and where a price paid in it goes first. */
export const unitSchema = z
  .strictObject({
    name: name(),
    decimals: uint(18),
    split: list(z.strictObject({ to: didSchema, bp: basisPoints }), 8),
    burnBp: basisPoints,
  })
  .refine(({ split, burnBp }) => split.reduce((sum, { bp }) => sum + bp, burnBp) <= 10_000);
export type Unit = z.infer<typeof unitSchema>;

/** How outcomes become reputation: what each kind adds or takes away. */
export const reputationWeightsSchema = z.strictObject({
  paid: uint(1_000_000),
  failed: uint(1_000_000),
  released: uint(1_000_000),
  equivocated: uint(1_000_000),
});
export type ReputationWeights = z.infer<typeof reputationWeightsSchema>;

/** Who settles a slot on which the votes are stuck: a resolver, where guards fail by crashing only, or the charter. */
export const contestedSchema = z.enum(["resolver", "charter"]);
export type Contested = z.infer<typeof contestedSchema>;

/**
 * The rules of a federation: who guards its mana (a quorum is more than half of them, so that no slot gets two
 * certificates by itself), who may change the rules, and every number that guards read.
 * `net` is null in the genesis constitution only, whose CID is the network id.
 */
export const constitutionSchema = signedSchema("icn/constitution/1", {
  epoch: uint(),
  prev: cidSchema.nullable(),
  guards: list(didSchema, 31, 1),
  quorum: uint(31, 1),
  charter: list(didSchema, 31, 1),
  units: list(unitSchema, 16, 1),
  mint: z.strictObject({ rate: amountSchema, cap: amountSchema, epochMs: milliseconds() }),
  feeBp: basisPoints,
  contested: contestedSchema,
  graceMs: milliseconds(),
  marginMs: milliseconds(),
  minBudget: amountSchema,
  reputation: reputationWeightsSchema,
})
  .extend({ net: networkIdSchema.nullable() })
  .refine(({ guards, quorum }) => quorum <= guards.length && 2 * quorum > guards.length)
  .refine(({ guards, charter, units }) =>
    [guards, charter, units.map((unit) => unit.name)].every(isDistinct),
  );
export type Constitution = z.infer<typeof constitutionSchema>;

/** Keeps the constitution before it. */
export const constitutionRecord = defineRecord(constitutionSchema, {
  slot: ({ epoch }) => [epoch],
  keeps: ({ prev }) => [prev],
});

function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
