import type { Cid, Storage } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { type Equivocation, readFraud } from "../guard/fraud.ts";
import { guardNames } from "../guard/guard-names.ts";
import { fraudEntry } from "../guard/guard-records.ts";
import { blockAt } from "../guard/vote-log.ts";

/** The evidence of equivocation in a guard's store, one pair for each slot: what reputation and selection go by. */
export async function equivocationsIn({ federation, storage }: GuardStore): Promise<readonly Equivocation[]> {
  const all: Equivocation[] = [];
  for await (const { cid } of storage.refs(guardNames(federation.net).frauds)) {
    const pair = await pairAt(storage, cid);
    if (pair !== undefined) all.push(pair);
  }
  return all;
}

/** The evidence that a guard finds from now on, as it finds it, until the signal aborts. */
export async function* followEquivocations(
  { federation, storage }: GuardStore,
  options: { readonly signal: AbortSignal },
): AsyncGenerator<Equivocation, void, undefined> {
  for await (const { cid } of storage.follow(guardNames(federation.net).frauds, options)) {
    const pair = cid === null ? undefined : await pairAt(storage, cid);
    if (pair !== undefined) yield pair;
  }
}

interface GuardStore {
  readonly federation: Federation;
  readonly storage: Storage;
}

async function pairAt(storage: Storage, cid: Cid): Promise<Equivocation | undefined> {
  return readFraud(fraudEntry.codec.parse(await blockAt(storage, cid)));
}
