import type {
  BoundedMap,
  Cid,
  Clock,
  Did,
  ExecutionReceipt,
  Job,
  Outcome,
  Storage,
  Verifier,
} from "@icn-mesh/core";
import type { Terms } from "../certificate/proof.ts";
import type { Federation } from "../federation.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { MoneyFact } from "../ledger/money-fact.ts";
import type { Judge } from "../settlement/judge.ts";
import type { GuardNames } from "./guard-names.ts";
import type { GuardPeers } from "./guard-peers.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Showings } from "./showings.ts";
import type { KeptBody, VoteLog } from "./vote-log.ts";

/** What the answers of a guard are made of. */
export interface GuardParts {
  readonly federation: Federation;
  readonly did: Did;
  readonly storage: Storage;
  readonly names: GuardNames;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly votes: VoteLog;
  readonly knowledge: Knowledge;
  readonly showings: Showings;
  /** The terms of assignments that were voted for lately, so that their settlement need not read them again. */
  readonly terms: BoundedMap<Cid, Terms>;
  readonly peers: GuardPeers;
  readonly judge: Judge;
  /** Whether the blocks that a receipt names are here, and no more than the job allows. */
  holdsOutputs(receipt: ExecutionReceipt, job: Job): Promise<boolean>;
}

/** What a guard is about to vote for: the outcome, the fact that it makes true, and what it was decided by. */
export interface Proposal {
  readonly fact: MoneyFact;
  readonly outcome: Outcome;
  /** The signed record that is voted for; null for a settlement. */
  readonly signed: (KeptBody & { readonly sig: Uint8Array }) | null;
  /** Further bodies to keep, such as the job and the bid of an assignment. */
  readonly blocks: readonly KeptBody[];
}
