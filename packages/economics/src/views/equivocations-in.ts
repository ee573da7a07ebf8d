import type { Storage } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { type Equivocation, readFraud } from "../guard/fraud.ts";
import { guardNames } from "../guard/guard-names.ts";
import { fraudEntry } from "../guard/guard-records.ts";
import { blockAt } from "../guard/vote-log.ts";

/** The evidence of equivocation in a guard's store, one pair for each slot: what reputation and selection go by. */
export async function equivocationsIn({
  federation,
  storage,
}: {
  readonly federation: Federation;
  readonly storage: Storage;
}): Promise<readonly Equivocation[]> {
  const all: Equivocation[] = [];
  for await (const { cid } of storage.refs(guardNames(federation.net).frauds)) {
    const pair = readFraud(fraudEntry.codec.parse(await blockAt(storage, cid)));
    if (pair !== undefined) all.push(pair);
  }
  return all;
}
