import type { Data } from "@icn-mesh/core";
import * as z from "zod";
import type { SelectionPolicy } from "../selection-policy.ts";
import { cheapestPolicy } from "./cheapest-policy.ts";
import { icnCompatPolicy } from "./icn-compat-policy.ts";
import { reputationLoadPolicy } from "./reputation-load-policy.ts";
import { stakeLotteryPolicy } from "./stake-lottery-policy.ts";
import { weightedPolicy } from "./weighted-policy.ts";
import { weightsSchema } from "./weights.ts";

/** Makes a policy out of the params in a record; undefined where they are not its own. */
export type PolicyReader = (params: Data) => SelectionPolicy | undefined;

const nothingSchema = z.strictObject({});

/** The policies of this package by name. Whoever adds one passes a table that has both. */
export const SELECTION_POLICIES: Readonly<Record<string, PolicyReader>> = {
  weighted: reader(weightsSchema, weightedPolicy),
  cheapest: reader(nothingSchema, cheapestPolicy),
  "reputation-load": reader(nothingSchema, reputationLoadPolicy),
  "stake-lottery": reader(nothingSchema, stakeLotteryPolicy),
  "icn-compat": reader(weightsSchema, icnCompatPolicy),
};

function reader<Params>(schema: z.ZodType<Params>, make: (params: Params) => SelectionPolicy): PolicyReader {
  return (params) => {
    const parsed = schema.safeParse(params);
    return parsed.success ? make(parsed.data) : undefined;
  };
}

/** The policy of that name with those params; undefined for a name or params that the table does not have. */
export function readPolicy(
  name: string,
  params: Data,
  policies: Readonly<Record<string, PolicyReader>> = SELECTION_POLICIES,
): SelectionPolicy | undefined {
  return Object.hasOwn(policies, name) ? policies[name]?.(params) : undefined;
}
