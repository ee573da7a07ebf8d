import * as z from "zod";
import { assertLimit } from "../../assert-limit.ts";

/** So that the sum of all weighted terms, each at most 10⁶, is a safe integer. */
const MOST_WEIGHT = 1_000_000_000;
const weightSchema = z.int().min(0).max(MOST_WEIGHT);

/** What each term of a weighted score counts: whole numbers up to 10⁹. */
export const weightsSchema = z.strictObject({
  price: weightSchema,
  reputation: weightSchema,
  resources: weightSchema,
  latency: weightSchema,
});
export type SelectionWeights = z.output<typeof weightsSchema>;

/** These weights, and 1, 50, 1 and 1 for those that are not given; throws `MESH_BAD_LIMIT` for any that is out of range. */
export function weightsOf(given: Partial<SelectionWeights>): SelectionWeights {
  const weights = { price: 1, reputation: 50, resources: 1, latency: 1, ...given };
  for (const [name, weight] of Object.entries(weights)) assertLimit(name, weight, { max: MOST_WEIGHT });
  return weights;
}
