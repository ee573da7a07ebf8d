import {
  type AnyBody,
  cidOf,
  compareFacts,
  openAnyRecord,
  type Signed,
  sealEnvelope,
  type Verifier,
  verifySigned,
} from "@icn-mesh/core";
import type { Ballot } from "../certificate/ballot.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type Fraud, fraudEntry } from "./guard-records.ts";
import { blockAt } from "./vote-log.ts";

/** Two signed records of one author for one slot. Anybody can check it. */
export interface Equivocation {
  readonly first: Signed<AnyBody>;
  readonly second: Signed<AnyBody>;
}

/** Keeps what was voted for and what was asked for after it, if one author signed both for one slot. */
export async function keepFraud(
  { storage, names, votes }: GuardParts,
  voted: Ballot,
  second: { readonly bytes: Uint8Array; readonly sig: Uint8Array },
): Promise<void> {
  const entry = await votes.entry(voted.slot, voted.vote.ballot);
  if (entry === undefined || entry.sig === null || typeof voted.outcome !== "string") return;
  const body = await blockAt(storage, voted.outcome);
  const fraud: Fraud = {
    t: "icn-mesh/fraud/1",
    first: { body, sig: entry.sig },
    second: { body: second.bytes, sig: second.sig },
  };
  if (readFraud(fraud) === undefined) return;
  const bytes = fraudEntry.codec.encode(fraud);
  await storage.commit({
    blocks: [{ bytes }],
    refs: [{ name: names.fraud(voted.slot), expect: null, to: cidOf(bytes) }],
  });
}

/** True for two records with good signatures by which their author told two stories. */
export function checkEquivocation({ first, second }: Equivocation, verifier: Verifier): boolean {
  const isProof = compareFacts(first, second) === "equivocation";
  return isProof && verifySigned(first, verifier).ok && verifySigned(second, verifier).ok;
}

/** The two records, if their author and slot are the same and their bodies are not. */
function readFraud({ first, second }: Pick<Fraud, "first" | "second">): Equivocation | undefined {
  const [one, other] = [first, second].map(({ body, sig }) => openAnyRecord(sealEnvelope(sig, body)));
  if (!one?.ok || !other?.ok) return undefined;
  return compareFacts(one.value, other.value) === "equivocation"
    ? { first: one.value, second: other.value }
    : undefined;
}
