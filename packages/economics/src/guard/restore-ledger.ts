import { type Cid, certificateCodec, type Outcome, type Storage, voteRecord } from "@icn-mesh/core";
import { factOf } from "../certificate/proof.ts";
import { EconomicsError } from "../errors.ts";
import type { MoneyFact } from "../ledger/money-fact.ts";
import { replay } from "../ledger/replay.ts";
import type { GuardParts } from "./guard-parts.ts";
import { ballotEntry } from "./guard-records.ts";
import { loadProof } from "./kept-proof.ts";
import { blockAt } from "./vote-log.ts";

/** Fills the ledger of a guard with all that its store knows to be certified. */
export async function restoreLedger(parts: GuardParts): Promise<void> {
  const facts = await storedFacts(parts);
  const broken = replay(parts.ledger, facts).find(({ refusal }) => refusal !== null);
  if (broken?.refusal) {
    const failure = { code: "ECONOMICS_LEDGER_DAMAGED", slot: broken.slot, refusal: broken.refusal } as const;
    throw new EconomicsError(`what is certified for ${broken.slot} cannot be`, failure);
  }
}

/** All facts in a guard's store: certificates that it was shown, and of an only guard its own votes. */
export async function storedFacts(
  parts: Pick<GuardParts, "federation" | "storage" | "names">,
): Promise<readonly MoneyFact[]> {
  const { federation, storage, names } = parts;
  const facts: MoneyFact[] = [];
  for await (const { cid } of storage.refs(names.certificates)) {
    const { certificate, body } = await loadProof(storage, cid);
    facts.push(factIn(certificateCodec.parse(certificate), body));
  }
  if (federation.quorum > 1) return facts;
  for await (const { cid } of storage.refs(names.votes)) facts.push(await votedFact(storage, cid));
  return facts;
}

/** What the only guard of a federation has voted for is certified. */
async function votedFact(storage: Storage, entry: Cid): Promise<MoneyFact> {
  const { vote } = ballotEntry.codec.parse(await blockAt(storage, entry));
  const { slot, outcome } = voteRecord.codec.parse(vote);
  return factIn({ slot, outcome }, typeof outcome === "string" ? await blockAt(storage, outcome) : null);
}

function factIn(
  filled: { readonly slot: string; readonly outcome: Outcome },
  body: Uint8Array | null,
): MoneyFact {
  const fact = factOf(filled, body);
  if (fact.ok) return fact.value;
  const failure = { code: "ECONOMICS_LEDGER_DAMAGED", slot: filled.slot, refusal: fact.refusal } as const;
  throw new EconomicsError(`what fills ${filled.slot} cannot be read`, failure);
}
