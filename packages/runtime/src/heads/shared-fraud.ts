import { type AnyBody, cidOf, cidSchema, type Did, defineCodec, type Signed } from "@icn-mesh/core";
import {
  type Equivocation,
  epochOfEquivocation,
  type Federation,
  fraudEntry,
  readFraud,
} from "@icn-mesh/economics";
import * as z from "zod";
import type { ItemPlace } from "./item-names.ts";

/** Evidence of equivocation as it is kept and sent. Whoever has the same two bodies has one id for them. */
export interface SharedFraud extends ItemPlace {
  readonly slot: string;
  readonly author: Did;
  readonly pair: Equivocation;
  readonly bytes: Uint8Array;
}

/** Longer evidence does not fit into an answer. */
const MOST_BYTES = 60_000;

const idCodec = defineCodec("heads-fraud-id", z.strictObject({ first: cidSchema, second: cidSchema }));

/** Evidence that was found; undefined for what is of another federation, none at all, or too long to be sent. */
export function sharedFraud(
  federation: Federation,
  { first: one, second: other }: Equivocation,
): SharedFraud | undefined {
  const pair = one.cid < other.cid ? { first: one, second: other } : { first: other, second: one };
  const { first, second } = pair;
  const isOfOne = first.slot === second.slot && first.cid !== second.cid;
  if (!isOfOne || [first, second].some(({ body }) => body.net !== federation.net)) return undefined;
  const bytes = fraudEntry.codec.encode({
    t: "icn-mesh/fraud/1",
    first: embedded(first),
    second: embedded(second),
  });
  if (bytes.length > MOST_BYTES) return undefined;
  const id = cidOf(idCodec.encode({ first: first.cid, second: second.cid }));
  const group = epochOfEquivocation(federation, pair);
  return { group, id, slot: first.slot, author: first.body.by, pair, bytes };
}

/** Reads what is kept, or what a peer has sent; undefined where it is not as `sharedFraud` writes it. Nothing is verified. */
export function readSharedFraud(federation: Federation, bytes: Uint8Array): SharedFraud | undefined {
  const decoded = fraudEntry.codec.decode(bytes);
  const pair = decoded.ok ? readFraud(decoded.value) : undefined;
  const isOrdered = pair !== undefined && pair.first.cid < pair.second.cid;
  return isOrdered ? sharedFraud(federation, pair) : undefined;
}

function embedded({ bytes: body, sig }: Signed<AnyBody>) {
  return { body, sig };
}
