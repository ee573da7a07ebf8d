import { type SignatureClaim, type Vote, voteRecord } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import type { Ballot } from "./ballot.ts";

/** The body that a guard signed, rebuilt from a vote without it. */
function voteBody({ net, constitution }: Federation, { slot, outcome, vote }: Ballot): Vote {
  const { by, boot, ballot } = vote;
  return { t: "icn/vote/1", net, by, via: null, epoch: constitution.epoch, boot, slot, ballot, outcome };
}

/** What there is to verify about a vote. */
export function claimOfBallot(federation: Federation, ballot: Ballot): SignatureClaim {
  const { by, sig } = ballot.vote;
  return { by, message: voteRecord.codec.encode(voteBody(federation, ballot)), signature: sig };
}

/** The vote that a guard has just signed. */
export function ballotOf({ by, boot, ballot, slot, outcome }: Vote, sig: Uint8Array): Ballot {
  return { slot, outcome, vote: { by, boot, ballot, sig } };
}
