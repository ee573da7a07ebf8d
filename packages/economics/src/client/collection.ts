import type { Certificate, Clock, Rng, Verifier } from "@icn-mesh/core";
import type { CertifiedFact, Proof } from "../certificate/proof.ts";
import type { Federation } from "../federation.ts";
import type { GuardAsk } from "../guard/guard-request.ts";
import type { ManaRefusal } from "../refusal.ts";
import type { AskGuards } from "./ask-guards.ts";

/** What collecting takes. */
export interface CollectComponents {
  readonly federation: Federation;
  readonly guards: AskGuards;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly rng: Rng;
}

/** What is asked of every guard, and what to show to one that does not know enough. */
export interface Collection {
  readonly slot: string;
  readonly ask: GuardAsk;
  readonly proofs: readonly Proof[];
  /** The fact that votes certify, with the body that the client asked for; undefined if they are for another one. */
  proven(certificate: Certificate): ProvenSlot | undefined;
  /**
   * Proofs for a guard that is behind; none if there are none. `again` counts the times that it has said the same
   * since: what did not fit into one request goes into the next.
   */
  proofsFor(refusal: ManaRefusal, again: number): Promise<readonly Proof[]>;
}

/** The fact of a slot, with its proof. */
export interface ProvenSlot {
  readonly certified: CertifiedFact;
  readonly proof: Proof;
}
