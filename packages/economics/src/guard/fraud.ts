import {
  type AnyBody,
  cidOf,
  compareFacts,
  openAnyRecord,
  type Signed,
  sealEnvelope,
  type Verifier,
  verifySigned,
  voteRecord,
} from "@icn-mesh/core";
import type { GuardParts } from "./guard-parts.ts";
import { type Fraud, fraudEntry } from "./guard-records.ts";
import { blockAt, type KeptBody } from "./vote-log.ts";

/** Two signed records of one author for one slot. Anybody can check it. */
export interface Equivocation {
  readonly first: Signed<AnyBody>;
  readonly second: Signed<AnyBody>;
}

/** Keeps what was voted for and what was asked for after it, if one author signed both for one slot. */
export async function keepFraud(
  { storage, names, votes }: GuardParts,
  slot: string,
  second: KeptBody & { readonly sig: Uint8Array },
): Promise<void> {
  const entry = await votes.entry(slot, 0);
  if (entry === undefined || entry.sig === null) return;
  const { outcome } = voteRecord.codec.parse(entry.vote);
  if (typeof outcome !== "string" || outcome === second.cid) return;
  const fraud: Fraud = {
    t: "icn-mesh/fraud/1",
    first: { body: await blockAt(storage, outcome), sig: entry.sig },
    second: { body: second.bytes, sig: second.sig },
  };
  if (readFraud(fraud) === undefined) return;
  const bytes = fraudEntry.codec.encode(fraud);
  await storage.commit({
    blocks: [{ bytes }],
    refs: [{ name: names.fraud(slot), expect: null, to: cidOf(bytes) }],
  });
}

/** True for two records with good signatures by which their author told two stories. */
export function checkEquivocation({ first, second }: Equivocation, verifier: Verifier): boolean {
  const isProof = compareFacts(first, second) === "equivocation";
  return isProof && verifySigned(first, verifier).ok && verifySigned(second, verifier).ok;
}

/** The two records, if their author and slot are the same and their bodies are not. */
export function readFraud({ first, second }: Pick<Fraud, "first" | "second">): Equivocation | undefined {
  const [one, other] = [first, second].map(({ body, sig }) => openAnyRecord(sealEnvelope(sig, body)));
  if (!one?.ok || !other?.ok) return undefined;
  return compareFacts(one.value, other.value) === "equivocation"
    ? { first: one.value, second: other.value }
    : undefined;
}
