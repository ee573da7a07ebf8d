import {
  type Assignment,
  type Cid,
  type Close,
  cidOf,
  type Embedded,
  type HoldId,
  type RecordBody,
  type Signed,
} from "@icn-mesh/core";
import type { Proof } from "../certificate/proof.ts";
import type { GuardAsk } from "../guard/guard-request.ts";
import { linkSlot, operationSlot, settlementSlot } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import { collectVotes } from "./collect-votes.ts";
import type { ProvenSlot } from "./collection.ts";
import { resolveContested } from "./resolve-contested.ts";
import { keepProven, keptProof, outgoing, provenBody, type Wallet } from "./wallet.ts";

/** An assignment with the word of its executor and what both agreed on. */
export interface LinkOffer {
  readonly assignment: Signed<Assignment>;
  readonly job: Uint8Array;
  readonly bid: Uint8Array;
  readonly acceptance: Embedded;
  /** Proof that the executor is a member, where the job asks for a quorum. */
  readonly members: readonly Embedded[];
}

/** Has an assignment certified, for either side of it. */
export function certifyAssignment(
  wallet: Wallet,
  offer: LinkOffer,
  signal: AbortSignal,
): Promise<Ruling<ProvenSlot>> {
  const { assignment, job, bid, acceptance, members } = offer;
  const { body, bytes, sig } = assignment;
  const ask: GuardAsk = {
    type: "assign",
    assignment: { body: bytes, sig },
    job,
    bid,
    acceptance,
    members: [...members],
  };
  return certify(
    wallet,
    { slot: linkSlot(body.hold, body.seq), hold: body.hold, ask, body: bytes, terms: { job, bid } },
    signal,
  );
}

/** Has an assignment settled by what is shown, for either side of it. */
export function certifySettlement(
  wallet: Wallet,
  {
    assignment,
    hold,
    shown,
  }: { readonly assignment: Cid; readonly hold: HoldId; readonly shown: readonly Embedded[] },
  signal: AbortSignal,
): Promise<Ruling<ProvenSlot>> {
  const ask: GuardAsk = { type: "settle", assignment, shown: [...shown] };
  return certify(wallet, { slot: settlementSlot(assignment), hold, ask, body: null, terms: null }, signal);
}

/** Has a hold closed. The job says who manages it. */
export function certifyClose(
  wallet: Wallet,
  { close, job }: { readonly close: Signed<Close>; readonly job: Uint8Array | null },
  signal: AbortSignal,
): Promise<Ruling<ProvenSlot>> {
  const { body, bytes, sig } = close;
  const ask: GuardAsk = { type: "close", close: { body: bytes, sig }, job };
  return certify(
    wallet,
    { slot: linkSlot(body.hold, body.seq), hold: body.hold, ask, body: null, terms: null },
    signal,
  );
}

interface Link {
  readonly slot: string;
  readonly hold: HoldId;
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
      proofsFor: (refusal) => chainOf(wallet, link.hold, refusal),
    },
    { signal },
  );
  const proven = collected.ok ? collected.value : await resolveContested(wallet, collected.refusal, signal);
  if (proven === undefined) return collected;
  const kept = await keepProven(wallet, proven);
  if (!kept.ok) return kept;
  return isOf(proven, body)
    ? granted(proven)
    : refused({ code: "ECONOMICS_SLOT_TAKEN", slot, by: cidIn(proven) });
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

/** All that this client has of a hold: its operation, its links, and how its assignments were settled. */
async function chainOf(wallet: Wallet, hold: HoldId, refusal: ManaRefusal): Promise<readonly Proof[]> {
  const known = wallet.ledger.hold(hold);
  const links = Array.from({ length: known?.next ?? 0 }, (_, seq) => linkSlot(hold, seq));
  const settled = [...(known?.assignments.keys() ?? [])].map((cid) => settlementSlot(cid));
  const missing = refusal.code === "ECONOMICS_BEHIND" ? [refusal.slot] : [];
  const slots = new Set([
    operationSlot(wallet.federation.net, hold.account, hold.seq),
    ...links,
    ...settled,
    ...missing,
  ]);
  const proofs = await Promise.all([...slots].slice(0, 60).map((slot) => keptProof(wallet, slot)));
  return proofs.filter((proof) => proof !== undefined);
}

/** Writes what the account signs for a slot before anybody sees it. Signing something else there is refused for ever. */
export async function commitLink<Body extends RecordBody>(
  wallet: Wallet,
  slot: string,
  signed: Signed<Body>,
): Promise<Ruling<Signed<Body>>> {
  const { cid, bytes } = outgoing(signed);
  const refs = [{ name: wallet.names.sent(slot), expect: null, to: cid }];
  const result = await wallet.storage.commit({ blocks: [{ codec: "raw", bytes }], refs });
  if (result.ok || result.actual === cid) return granted(signed);
  return refused({ code: "ECONOMICS_SLOT_TAKEN", slot, by: result.actual });
}
