import {
  type Assignment,
  type Cid,
  type Close,
  cidOf,
  type Embedded,
  type HoldId,
  type Signed,
} from "@icn-mesh/core";
import type { Proof } from "../certificate/proof.ts";
import type { GuardAsk } from "../guard/guard-request.ts";
import type { Agreement } from "../guard/read-offer.ts";
import { linkSlot, operationSlot, settlementSlot } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import { collectVotes } from "./collect-votes.ts";
import type { ProvenSlot } from "./collection.ts";
import { resolveContested } from "./resolve-contested.ts";
import { keepProven, keptProof, provenBody, type Wallet } from "./wallet.ts";

/** An assignment with the word of its executor and what both agreed on. */
export interface LinkOffer extends Agreement {
  readonly assignment: Signed<Assignment>;
}

/** Has an assignment certified, for either side of it. */
export function certifyAssignment(
  wallet: Wallet,
  offer: LinkOffer,
  signal: AbortSignal,
): Promise<Ruling<ProvenSlot>> {
  const { assignment, job, bid, acceptance, members, draw } = offer;
  const { body, bytes, sig } = assignment;
  const link = linkSlot(body.hold, body.seq);
  const ask: GuardAsk = {
    type: "assign",
    assignment: { body: bytes, sig },
    job,
    bid,
    acceptance,
    members: [...members],
    ...(draw === undefined ? {} : { draw }),
  };
  return certify(
    wallet,
    { slot: link, link, hold: body.hold, ask, body: bytes, terms: { job, bid } },
    signal,
  );
}

/** Has an assignment settled by what is shown, for either side of it, even one that knows no earlier link of the hold. */
export async function certifySettlement(
  wallet: Wallet,
  { assignment, shown }: { readonly assignment: Cid; readonly shown: readonly Embedded[] },
  signal: AbortSignal,
): Promise<Ruling<ProvenSlot>> {
  const place = wallet.ledger.assignment(assignment)?.body ?? wallet.strays.get(assignment);
  if (place === undefined) return refused({ code: "ECONOMICS_UNKNOWN_ASSIGNMENT" });
  const { hold, seq } = place;
  const ask: GuardAsk = { type: "settle", assignment, shown: [...shown] };
  const slot = settlementSlot(assignment);
  return certify(wallet, { slot, hold, link: linkSlot(hold, seq), ask, body: null, terms: null }, signal);
}

/** Has a hold closed. The job says who manages it. */
export function certifyClose(
  wallet: Wallet,
  { close, job }: { readonly close: Signed<Close>; readonly job: Uint8Array | null },
  signal: AbortSignal,
): Promise<Ruling<ProvenSlot>> {
  const { body, bytes, sig } = close;
  const ask: GuardAsk = { type: "close", close: { body: bytes, sig }, job };
  const link = linkSlot(body.hold, body.seq);
  return certify(wallet, { slot: link, link, hold: body.hold, ask, body: null, terms: null }, signal);
}

interface Link {
  readonly slot: string;
  readonly hold: HoldId;
  /** The link of the hold that it is about. */
  readonly link: string;
  readonly ask: GuardAsk;
  readonly body: Uint8Array | null;
  readonly terms: Proof["terms"];
}

async function certify(wallet: Wallet, link: Link, signal: AbortSignal): Promise<Ruling<ProvenSlot>> {
  const { slot, ask, body, terms } = link;
  const collected = await collectVotes(
    wallet,
    {
      slot,
      ask,
      proofs: [],
      proven: (certificate) => provenBody(certificate, body, terms),
      proofsFor: (refusal) => chainOf(wallet, link, refusal),
    },
    { signal },
  );
  const filled = collected.ok ? collected.value : await resolveContested(wallet, collected.refusal, signal);
  if (filled === undefined) return collected;
  const proven = withTerms(filled, link);
  const kept = await keepProven(wallet, proven);
  if (!kept.ok) return kept;
  return isOf(proven, body)
    ? granted(proven)
    : refused({ code: "ECONOMICS_SLOT_TAKEN", slot, by: cidIn(proven) });
}

/** Guards that settled a contested link may not know what was agreed; who asked for it does. */
function withTerms(proven: ProvenSlot, { body, terms }: Link): ProvenSlot {
  const lacks = proven.proof.terms === null && terms !== null && isOf(proven, body);
  return lacks ? { ...proven, proof: { ...proven.proof, terms } } : proven;
}

/**
 * A settlement is what guards computed, whoever asked; a body is the one that was asked for, or another's. Where a
 * close was asked for, an assignment may have come first.
 */
function isOf(proven: ProvenSlot, body: Uint8Array | null): boolean {
  return cidIn(proven) === (body === null ? null : cidOf(body));
}

function cidIn({ certified: { certificate } }: ProvenSlot): Cid | null {
  return typeof certificate.outcome === "string" ? certificate.outcome : null;
}

/** What a guard may have to be shown before it knows of an assignment. */
export async function settlementProofs(wallet: Wallet, assignment: Cid): Promise<readonly Proof[]> {
  const place = wallet.ledger.assignment(assignment)?.body ?? wallet.strays.get(assignment);
  if (place === undefined) return [];
  const { hold, seq } = place;
  return chainOf(wallet, { hold, link: linkSlot(hold, seq) }, { code: "ECONOMICS_UNKNOWN_ASSIGNMENT" });
}

/** All that this client has of a hold: its operation, and each of its links with how that was settled. */
async function chainOf(
  wallet: Wallet,
  { hold, link }: Pick<Link, "hold" | "link">,
  refusal: ManaRefusal,
): Promise<readonly Proof[]> {
  const known = [...(wallet.ledger.hold(hold)?.assignments.values() ?? [])];
  const missing = refusal.code === "ECONOMICS_BEHIND" ? [refusal.slot] : [];
  const slots = new Set([
    operationSlot(wallet.federation.net, hold.account, hold.seq),
    ...known.flatMap(({ cid, body }) => [linkSlot(hold, body.seq), settlementSlot(cid)]),
    link,
    ...missing,
  ]);
  const proofs = await Promise.all([...slots].slice(0, 60).map((slot) => keptProof(wallet, slot)));
  return proofs.filter((proof) => proof !== undefined);
}
