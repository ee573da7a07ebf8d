import type { GuardAsk, Proof } from "@icn-mesh/economics";

/** What is asked of guards, and where what they make of it will stand. */
export interface Scheme {
  readonly slot: string;
  readonly ask: GuardAsk;
  readonly body: Uint8Array | null;
  readonly terms?: Proof["terms"];
}
