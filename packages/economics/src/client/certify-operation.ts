import { type Embedded, type Operation, operationRecord, type Signed } from "@icn-mesh/core";
import type { Proof } from "../certificate/proof.ts";
import { operationSlot } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import { collectVotes } from "./collect-votes.ts";
import type { Collection, ProvenSlot } from "./collection.ts";
import { resolveContested } from "./resolve-contested.ts";
import { keepProven, keptProof, outgoing, provenBody, type Wallet } from "./wallet.ts";

/** A certified operation; `saved` resolves when its certificate is durable here. */
export interface CertifiedOperation {
  readonly saved: Promise<unknown>;
}

/** Certificates shown to a guard in one go. */
const MOST_PROOFS = 60;
const CONTESTED_PAUSE_MS = 5_000;

/**
 * Has an operation certified, however long that takes: once it was sent, its slot is its own. It is given up only if
 * every guard has refused it for good, or another operation of the same key was certified in its place.
 */
export async function certifyOperation(
  wallet: Wallet,
  signed: Signed<Operation>,
  { signal, membership }: { readonly signal: AbortSignal; readonly membership: Embedded | undefined },
): Promise<Ruling<CertifiedOperation>> {
  const collection = collectionFor(wallet, signed, membership);
  for (;;) {
    const collected = await collectVotes(wallet, collection, { signal });
    const proven = collected.ok ? collected.value : await resolveContested(wallet, collected.refusal, signal);
    if (proven !== undefined) return adopt(wallet, signed, proven);
    const because = collected.ok ? undefined : collected.refusal;
    if (because !== undefined && isGivenUp(because)) return abandon(wallet, signed, because);
    await wallet.clock.after(CONTESTED_PAUSE_MS, { signal });
  }
}

/** A contested slot is filled in the end, by the resolver or by the charter. */
function isGivenUp({ code }: ManaRefusal): boolean {
  return code !== "ECONOMICS_CONTESTED" && code !== "ECONOMICS_SLOT_TAKEN";
}

async function adopt(
  wallet: Wallet,
  signed: Signed<Operation>,
  proven: ProvenSlot,
): Promise<Ruling<CertifiedOperation>> {
  const { fact } = proven.certified;
  const saved = keepProven(wallet, proven);
  if (fact.type === "operation" && fact.cid === signed.cid) return granted({ saved });
  const kept = await saved;
  if (!kept.ok) return kept;
  return refused({
    code: "ECONOMICS_SLOT_TAKEN",
    slot: signed.slot,
    by: fact.type === "operation" ? fact.cid : null,
  });
}

/** No guard has voted for it and none will: its slot is free for another. */
async function abandon(
  { storage, names }: Wallet,
  signed: Signed<Operation>,
  because: ManaRefusal,
): Promise<Ruling<never>> {
  await storage.commit({ refs: [{ name: names.sent(signed.slot), expect: outgoing(signed).cid, to: null }] });
  return refused(because);
}

function collectionFor(
  wallet: Wallet,
  signed: Signed<Operation>,
  membership: Embedded | undefined,
): Collection {
  const { body, bytes, sig, slot } = signed;
  const regenerates = body.do.some(({ type }) => type === "regenerate");
  const members = regenerates && membership !== undefined ? [membership] : [];
  return {
    slot,
    ask: { type: "operation", operation: { body: bytes, sig }, members },
    proofs: [],
    proven: (certificate) => provenBody(certificate, bytes),
    proofsFor: (refusal, again) => proofsFor(wallet, body, { refusal, again }),
  };
}

/** The account's own chain from where the guard stands, or else the credits that the operation takes in. */
async function proofsFor(
  wallet: Wallet,
  body: Operation,
  { refusal, again }: { readonly refusal: ManaRefusal; readonly again: number },
): Promise<readonly Proof[]> {
  const missing = refusal.code === "ECONOMICS_BEHIND" ? refusal.slot : operationSlot(body.net, body.by, 0);
  const slots = ownSlotsFrom(body, missing);
  const enough = (again + 1) * MOST_PROOFS;
  const proofs =
    slots.length > 0
      ? await chainWithSources(wallet, slots, enough)
      : await keptProofs(wallet, [missing, ...sourcesOf(body)]);
  const windows = Math.max(1, Math.ceil(proofs.length / MOST_PROOFS));
  const start = (again % windows) * MOST_PROOFS;
  return proofs.slice(start, start + MOST_PROOFS);
}

/** The account's operations before this one, beginning with the one that is missing; none if another's slot is. */
function ownSlotsFrom({ net, by, seq }: Operation, missing: string): readonly string[] {
  const slots: string[] = [];
  for (let at = seq - 1; at >= 0; at--) {
    slots.push(operationSlot(net, by, at));
    if (slots.at(-1) === missing) return slots.reverse();
  }
  return [];
}

/** Each operation after the credits that it took in, without which a guard cannot add it. */
async function chainWithSources(
  wallet: Wallet,
  slots: readonly string[],
  enough: number,
): Promise<readonly Proof[]> {
  const proofs: Proof[] = [];
  for (const slot of slots) {
    if (proofs.length >= enough) break;
    const proof = await keptProof(wallet, slot);
    const body = proof?.body && operationRecord.codec.decode(proof.body);
    if (proof === undefined || !body?.ok) break;
    proofs.push(...(await keptProofs(wallet, sourcesOf(body.value))), proof);
  }
  return proofs;
}

function sourcesOf({ do: actions }: Operation): readonly string[] {
  return actions.flatMap((action) => (action.type === "receive" ? [action.slot] : []));
}

async function keptProofs(wallet: Wallet, slots: readonly string[]): Promise<readonly Proof[]> {
  const proofs = await Promise.all([...new Set(slots)].map((slot) => keptProof(wallet, slot)));
  return proofs.filter((proof) => proof !== undefined);
}
