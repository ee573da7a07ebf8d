import { createHash } from "node:crypto";
import type { Mutation } from "./mutate-module.ts";

/** So many of the mutations, the same ones as long as the code does not change; all if there are no more. */
export function sample(mutations: readonly Mutation[], count: number): Mutation[] {
  const ranks = new Map(mutations.map((each) => [each, rankOf(each)]));
  return mutations
    .toSorted((left, right) => ((ranks.get(left) ?? "") < (ranks.get(right) ?? "") ? -1 : 1))
    .slice(0, count);
}

function rankOf({ path, line, start, from, to }: Mutation): string {
  return createHash("sha256").update(`${path} ${line} ${start} ${from} ${to}`).digest("hex");
}
