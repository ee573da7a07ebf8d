import {
  type Cid,
  certificateCodec,
  type Did,
  type Embedded,
  type HoldId,
  type Signer,
  type Storage,
} from "@icn-mesh/core";
import { factOf, type Proof } from "../certificate/proof.ts";
import { EconomicsError } from "../errors.ts";
import { createLedger } from "../ledger/ledger.ts";
import type { LedgerView } from "../ledger/ledger-view.ts";
import type { MoneyFact } from "../ledger/money-fact.ts";
import { replay } from "../ledger/replay.ts";
import { creditKey } from "../money-slot.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import { certifyAssignment, certifyClose, certifySettlement, type LinkOffer } from "./certify-link.ts";
import type { CollectComponents, ProvenSlot } from "./collection.ts";
import { type ActionRequest, createOperationQueue, type PlacedAction } from "./operation-queue.ts";
import { recallSlot } from "./recall-slot.ts";
import { type AgreedLink, signClose, signLink } from "./sign-link.ts";
import { tellGuards } from "./tell-guards.ts";
import {
  createRecentProofs,
  keepProven,
  keptFacts,
  keptProof,
  learnProof,
  newStrays,
  noteStray,
  type RecentProofs,
  type Wallet,
  walletNames,
} from "./wallet.ts";

/** One account's hand on its mana. What it reports as done is certified and durable; what it refuses has not happened. */
export interface ManaClient {
  readonly account: Did;
  /** What this client knows to be certified: all about its own account, and what it was shown of others. */
  readonly ledger: LedgerView;
  /** Performs an action in one of the next operations of the account, together with others that wait. */
  perform(request: ActionRequest): Promise<Ruling<PlacedAction>>;
  /** Claims the regeneration of the current epoch. */
  regenerate(): Promise<Ruling<PlacedAction>>;
  /** Takes note of a proof from somebody else, and takes in what it pays to this account. */
  learn(proof: Proof): Promise<Ruling<null>>;
  /** The proof of a slot, to be shown to somebody else. */
  proof(slot: string): Promise<Proof | undefined>;
  /** Asks guards what fills a slot and keeps that, for who accepted an assignment and heard no more of it. */
  recall(slot: string): Promise<Ruling<ProvenSlot>>;
  /**
   * Signs an assignment that its executor has accepted, once it is durable and if guards would certify it. One is
   * signed for each link, for ever: the same again gives the same, and another is refused.
   */
  signAssignment(agreed: AgreedLink): Promise<Ruling<LinkOffer>>;
  certifyAssignment(offer: LinkOffer): Promise<Ruling<ProvenSlot>>;
  /** Shows evidence and has the assignment settled by it; waits out a grace period where there is one. */
  settle(assignment: Cid, shown: readonly Embedded[]): Promise<Ruling<ProvenSlot>>;
  /** Has guards take note of records about an assignment; granted when a quorum has. */
  show(assignment: Cid, shown: readonly Embedded[]): Promise<Ruling<null>>;
  /** Asks for one more replica of a job that has outvoted this account's; granted when a quorum hears it. */
  appeal(assignment: Cid): Promise<Ruling<null>>;
  /** Ends a hold in which nothing is open; after an assignment that nobody had certified, once its claim is over. */
  close(hold: HoldId, job: Uint8Array | null): Promise<Ruling<ProvenSlot>>;
  /** Resolves when nothing is on its way: all that was paid to the account is taken in, or was refused. */
  idle(): Promise<void>;
  /** Stops asking. Whatever waits rejects; what was sent goes on when the client is opened again. */
  stop(): void;
}

/** What a client works with. */
export interface ManaClientComponents extends CollectComponents {
  readonly storage: Storage;
  readonly signer: Signer;
  /** The charter's word that the account is a member, without which it does not regenerate. */
  readonly membership?: Embedded;
  /** Where proofs that were written lately are remembered; each client by itself when not given. */
  readonly recent?: RecentProofs;
}

/** A client that goes on where its store left off: with the operation that was on its way, and credits not taken in. */
export async function openManaClient(components: ManaClientComponents): Promise<ManaClient> {
  const { federation, signer, storage, membership } = components;
  const account = signer.did;
  const ledger = createLedger(federation);
  const names = walletNames(federation.net, account);
  const { recent = createRecentProofs() } = components;
  const wallet: Wallet = { ...components, account, ledger, names, strays: newStrays(), recent };
  const stopping = new AbortController();
  const { signal } = stopping;
  const facts = await keptFacts({ storage, names }, readKept);
  replay(ledger, facts);
  for (const fact of facts) noteStray(wallet, fact);
  const queue = createOperationQueue(wallet, { signal, membership });
  const resumed = queue.resume();
  const perform: ManaClient["perform"] = (request) => resumed.then(() => queue.perform(request));
  const { takeCredits, idle } = createIntake(wallet, perform);
  resumed.then(takeCredits, () => undefined);

  async function keep(asked: Promise<Ruling<ProvenSlot>>): Promise<Ruling<ProvenSlot>> {
    const ruling = await asked;
    if (ruling.ok) takeCredits();
    return ruling;
  }

  return {
    account,
    ledger,
    perform,
    async regenerate() {
      if (membership === undefined) return refused({ code: "ECONOMICS_NOT_MEMBER" });
      return perform({ action: { type: "regenerate", epoch: federation.epochAt(wallet.clock.now()) } });
    },
    async learn(proof) {
      const learnt = await learnProof(wallet, proof);
      if (learnt.ok) takeCredits();
      return learnt.ok ? granted(null) : learnt;
    },
    proof: (slot) => keptProof(wallet, slot),
    recall: (slot) => keep(recall(wallet, slot, signal)),
    signAssignment: (agreed) => signOffer(wallet, agreed),
    certifyAssignment: (offer) => keep(certifyAssignment(wallet, offer, signal)),
    settle: (assignment, shown) => keep(certifySettlement(wallet, { assignment, shown }, signal)),
    show: (assignment, shown) => tellGuards(wallet, { type: "show", assignment, shown: [...shown] }, signal),
    appeal: (assignment) => tellGuards(wallet, { type: "appeal", assignment }, signal),
    close: (hold, job) => keep(close(wallet, { hold, job }, signal)),
    idle: () => resumed.then(idle),
    stop: () => stopping.abort(new EconomicsError("the client was stopped", { code: "ECONOMICS_STOPPED" })),
  };
}

async function signOffer(wallet: Wallet, agreed: AgreedLink): Promise<Ruling<LinkOffer>> {
  const signed = await signLink(wallet, agreed);
  return signed.ok ? granted({ ...agreed, assignment: signed.value }) : signed;
}

async function close(
  wallet: Wallet,
  { hold, job }: { readonly hold: HoldId; readonly job: Uint8Array | null },
  signal: AbortSignal,
): Promise<Ruling<ProvenSlot>> {
  const known = wallet.ledger.hold(hold);
  if (known === undefined || known.closed) return refused({ code: "ECONOMICS_HOLD_CLOSED" });
  if (known.open > 0) return refused({ code: "ECONOMICS_STILL_OPEN" });
  const { next: seq, head: prev } = known;
  const { federation, account } = wallet;
  const body = { t: "icn/close/1", net: federation.net, by: account, via: null, hold, seq, prev } as const;
  const signed = await signClose(wallet, body);
  return signed.ok ? certifyClose(wallet, { close: signed.value, job }, signal) : signed;
}

async function recall(wallet: Wallet, slot: string, signal: AbortSignal): Promise<Ruling<ProvenSlot>> {
  const { proven } = await recallSlot(wallet, slot, signal);
  if (proven === undefined) return refused({ code: "ECONOMICS_BEHIND", slot });
  const kept = await keepProven(wallet, proven);
  return kept.ok ? granted(proven) : kept;
}

/** Queues the taking in of everything that is paid to the account, once each. */
function createIntake({ ledger, account }: Wallet, perform: ManaClient["perform"]): Intake {
  const queued = new Map<string, Promise<unknown>>();

  function takeCredits(): void {
    for (const { slot, index } of ledger.credits(account)) {
      const key = creditKey(slot, index);
      if (queued.has(key)) continue;
      // What fails here is tried again when the client is opened again.
      const done = () => queued.delete(key);
      queued.set(key, perform({ action: { type: "receive", slot, index } }).then(done, done));
    }
  }

  return {
    takeCredits,
    async idle() {
      while (queued.size > 0) await Promise.all(queued.values());
    },
  };
}

/** What takes in the credits of the account as they become known. */
interface Intake {
  takeCredits(): void;
  idle(): Promise<void>;
}

function readKept({ certificate, body }: Proof): Ruling<MoneyFact> {
  return factOf(certificateCodec.parse(certificate), body);
}
