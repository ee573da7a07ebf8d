import {
  type Assignment,
  type BoundedMap,
  type Certificate,
  type Cid,
  cidOf,
  createBoundedMap,
  type Did,
  type NetworkId,
  type RecordBody,
  type Signed,
  type Signer,
  type Storage,
  sealRecord,
} from "@icn-mesh/core";
import { factOf, type Proof, proofOf, readProof } from "../certificate/proof.ts";
import { EconomicsError } from "../errors.ts";
import { loadProof, saveProof } from "../guard/kept-proof.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { MoneyFact } from "../ledger/money-fact.ts";
import { granted, type Ruling } from "../refusal.ts";
import type { CollectComponents, ProvenSlot } from "./collection.ts";

/** The refs of one account in one federation. */
export interface WalletNames {
  readonly certificates: string;
  certificate(slot: string): string;
  /** What the account has signed for a slot and may have sent. */
  sent(slot: string): string;
}

/** What the parts of a client share: what it knows to be certified, and where that is kept. */
export interface Wallet extends CollectComponents {
  readonly account: Did;
  readonly signer: Signer;
  readonly storage: Storage;
  readonly names: WalletNames;
  readonly ledger: Ledger;
  /** Certified assignments of holds whose earlier links are not known here, as executors have them. */
  readonly strays: BoundedMap<Cid, Pick<Assignment, "hold" | "seq">>;
  /** Proofs that were kept lately, by the names of their refs. */
  readonly recent: RecentProofs;
}

/** Proofs that were written lately, as they would be read from the store. Clients of one store may share them. */
export type RecentProofs = BoundedMap<string, Proof>;

const MOST_RECENT = 256;

/** None yet, and never more than 256: whoever has something certified mostly shows it to somebody at once. */
export function createRecentProofs(): RecentProofs {
  return createBoundedMap({ max: MOST_RECENT, whenFull: "evict-oldest" });
}

/** How many assignments of which nothing else is known can be settled by their executor without being told more. */
const MOST_STRAYS = 65_536;

/** No strays yet. */
export function newStrays(): Wallet["strays"] {
  return createBoundedMap({ max: MOST_STRAYS, whenFull: "evict-oldest" });
}

/** Remembers a certified fact that stands apart, if it is an assignment. */
export function noteStray({ strays, ledger }: Pick<Wallet, "strays" | "ledger">, fact: MoneyFact): void {
  if (fact.type === "assignment" && ledger.assignment(fact.cid) === undefined)
    strays.set(fact.cid, { hold: fact.body.hold, seq: fact.body.seq });
}

/** Names that begin with the federation's id and the account. */
export function walletNames(net: NetworkId, account: Did): WalletNames {
  const certificates = `purse/${net}/${account}/cert/`;
  return {
    certificates,
    certificate: (slot) => `${certificates}${slot}`,
    sent: (slot) => `purse/${net}/${account}/sent/${slot}`,
  };
}

/** Keeps what a certificate proves, durably, and moves the ledger on by it. */
export async function keepProven(wallet: Wallet, { certified, proof }: ProvenSlot): Promise<Ruling<null>> {
  const { ledger, storage, names, clock, recent } = wallet;
  const added = ledger.add(certified.fact);
  if (!added.ok) return added;
  if (added.value.type === "apart") noteStray(wallet, certified.fact);
  const name = names.certificate(certified.certificate.slot);
  const isNew = await saveProof(storage, name, { proof, at: clock.now() });
  if (isNew && isWhole(certified.fact, proof)) recent.set(name, proof);
  return granted(null);
}

/** The store may know of the terms of an assignment that a proof does not have. */
function isWhole({ type }: MoneyFact, { terms }: Proof): boolean {
  return type !== "assignment" || terms !== null;
}

/** The proof of a slot that was kept before. */
export async function keptProof(
  { storage, names, recent }: Pick<Wallet, "storage" | "names" | "recent">,
  slot: string,
): Promise<Proof | undefined> {
  const name = names.certificate(slot);
  const known = recent.get(name);
  if (known !== undefined) return known;
  const cid = await storage.ref(name);
  return cid === null ? undefined : loadProof(storage, cid);
}

/** A certificate over a body that the client has, as a proof. */
export function provenBody(
  certificate: Certificate,
  body: Uint8Array | null,
  terms: Proof["terms"] = null,
): ProvenSlot | undefined {
  const fact = factOf(certificate, body);
  if (!fact.ok) return undefined;
  return {
    certified: { certificate, fact: fact.value, terms: null },
    proof: proofOf(certificate, body, terms),
  };
}

/** A signed record as it is written before it is sent, so that every sending is of the same bytes. */
export function outgoing(signed: Signed<RecordBody>): { readonly cid: Cid; readonly bytes: Uint8Array } {
  const bytes = sealRecord(signed);
  return { cid: cidOf(bytes, "raw"), bytes };
}

/** Reads a proof from somebody else and keeps it. */
export async function learnProof(wallet: Wallet, proof: Proof): Promise<Ruling<MoneyFact>> {
  const read = readProof(wallet.federation, proof, wallet.verifier);
  if (!read.ok) return read;
  const kept = await keepProven(wallet, { certified: read.value, proof });
  return kept.ok ? granted(read.value.fact) : kept;
}

/** Everything that was kept, as facts. Its certificates were checked when they came in. */
export async function keptFacts(
  { storage, names }: Pick<Wallet, "storage" | "names">,
  readFact: (proof: Proof) => Ruling<MoneyFact>,
): Promise<readonly MoneyFact[]> {
  const facts: MoneyFact[] = [];
  for await (const { name, cid } of storage.refs(names.certificates)) {
    const fact = readFact(await loadProof(storage, cid));
    if (!fact.ok)
      throw new EconomicsError(`${name} cannot be read`, {
        code: "ECONOMICS_LEDGER_DAMAGED",
        slot: name,
        refusal: fact.refusal,
      });
    facts.push(fact.value);
  }
  return facts;
}
