import {
  type Clock,
  createBoundedMap,
  type Did,
  type ExecutionReceipt,
  type Job,
  type Signer,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import { answerContested } from "../contested/answer-contested.ts";
import { EconomicsError } from "../errors.ts";
import type { Federation } from "../federation.ts";
import { createLedger } from "../ledger/ledger.ts";
import type { LedgerView } from "../ledger/ledger-view.ts";
import type { Judge } from "../settlement/judge.ts";
import { answerAssign } from "./answer-assign.ts";
import { answerClose, answerDeposit, answerOperation } from "./answer-chain.ts";
import { answerRecall } from "./answer-recall.ts";
import { answerSettle, answerShow } from "./answer-settle.ts";
import { answerAppeal } from "./appeal.ts";
import type { BootCounter } from "./boot-counter.ts";
import { guardNames } from "./guard-names.ts";
import type { GuardParts } from "./guard-parts.ts";
import type { GuardPeers } from "./guard-peers.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";
import type { GuardRequest } from "./guard-request.ts";
import { createKnowledge } from "./knowledge.ts";
import { restoreLedger } from "./restore-ledger.ts";
import { createShowings } from "./showings.ts";
import { createVoteLog } from "./vote-log.ts";

/** Votes for what the rules allow, once for each slot and ballot, and never takes a vote back. */
export interface Guard {
  readonly did: Did;
  /** What is certified, as far as this guard knows. */
  readonly ledger: LedgerView;
  /** Answers a request of `from`, the account that the transport has authenticated. It never throws for a stranger's bytes. */
  ask(request: GuardRequest, from: Did): Promise<GuardReply>;
}

/** Assignments whose terms are at hand, of those that are open. */
const RECENT_TERMS = 1024;

/** What a guard works with. */
export interface GuardComponents {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly judge: Judge;
  readonly boots: BootCounter;
  /** Needed by every federation with more than one guard. */
  readonly peers?: GuardPeers;
  /**
   * Whether the blocks that a receipt names are here, and no more than the job allows; when not given, the store is
   * asked for them.
   */
  readonly holdsOutputs?: (receipt: ExecutionReceipt, job: Job) => Promise<boolean>;
}

/**
 * A guard that goes on where its store left off. It takes a new boot number, and before its first vote learns what
 * its peers have of its own: if that is more than it remembers, it refuses to vote ever after.
 */
export async function openGuard(components: GuardComponents): Promise<Guard> {
  const { federation, storage, signer } = components;
  const { did } = signer;
  if (!federation.isGuard(did))
    throw new EconomicsError("not a guard of this federation", { code: "ECONOMICS_NOT_A_GUARD", guard: did });
  const names = guardNames(federation.net);
  const boot = await components.boots.next();
  const ledger = createLedger(federation);
  const knowledge = createKnowledge({ ...components, ledger, names, did }, boot);
  const parts: GuardParts = {
    ...components,
    did,
    names,
    ledger,
    peers: components.peers ?? noPeers,
    knowledge,
    votes: createVoteLog({ federation, storage, signer, names }, boot),
    showings: createShowings(storage, names),
    terms: createBoundedMap({ max: RECENT_TERMS, whenFull: "evict-oldest" }),
    holdsOutputs: components.holdsOutputs ?? ((receipt) => hasOutputs(storage, receipt)),
  };
  await restoreLedger(parts);
  await askWitnesses(parts);
  return { did, ledger, ask: (request, from) => ask(parts, request, from) };
}

async function ask(parts: GuardParts, { ask: asked, proofs }: GuardRequest, from: Did): Promise<GuardReply> {
  const learnt = await parts.knowledge.learn(proofs, parts.clock.now());
  if (!learnt.ok) return refusal(learnt.refusal);
  switch (asked.type) {
    case "operation":
      return answerOperation(parts, asked);
    case "assign":
      return answerAssign(parts, asked);
    case "close":
      return answerClose(parts, asked);
    case "settle":
      return answerSettle(parts, asked, from);
    case "show":
      return answerShow(parts, asked, from);
    case "appeal":
      return answerAppeal(parts, asked.assignment, from);
    case "deposit":
      return answerDeposit(parts, asked);
    case "learn":
      return { type: "learnt" };
    case "recall":
      return answerRecall(parts, asked.slot);
    case "witness":
      return { type: "witnessed", proofs: parts.knowledge.witness(asked.guard) };
    case "unlock":
    case "resolve":
    case "prepare":
    case "accept":
      return answerContested(parts, asked, from);
  }
}

async function hasOutputs(storage: Storage, { outcome }: ExecutionReceipt): Promise<boolean> {
  if (outcome.type !== "ok") return true;
  const held = await Promise.all(
    [outcome.result, ...Object.values(outcome.outputs)].map((cid) => storage.has(cid)),
  );
  return held.every((isHeld) => isHeld);
}

/** What peers have of this guard that it has not, it has forgotten: `learn` finds that out. */
async function askWitnesses({ federation, did, peers, knowledge, clock }: GuardParts): Promise<void> {
  const others = federation.constitution.guards.filter((guard) => guard !== did);
  const request: GuardRequest = { ask: { type: "witness", guard: did }, proofs: [] };
  const replies = await Promise.allSettled(others.map((guard) => peers.ask(guard, request)));
  for (const reply of replies) {
    if (reply.status === "fulfilled" && reply.value.type === "witnessed") {
      await knowledge.learn(reply.value.proofs, clock.now());
    }
  }
}

const noPeers: GuardPeers = {
  ask: () => Promise.reject(new EconomicsError("this guard knows no other", { code: "ECONOMICS_NO_PEERS" })),
};
