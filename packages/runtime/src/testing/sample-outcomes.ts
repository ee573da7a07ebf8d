import {
  type Assignment,
  assignmentRecord,
  certificateCodec,
  cidOf,
  type Did,
  type JobId,
  type SettlementType,
  type Signer,
  voteRecord,
} from "@icn-mesh/core";
import { certificateOf, type Federation, settlementSlot } from "@icn-mesh/economics";
import { type Outcome, outcomeOf } from "../heads/outcome-set.ts";
import { localMeshError } from "./local-mesh-error.ts";

/** How some work ended, as a test would like it. */
export interface OutcomeWish {
  /** One number, one outcome. */
  readonly number: number;
  readonly executor: Did;
  readonly creator: Did;
  readonly epoch?: number;
  readonly type?: SettlementType;
}

/** Makes outcomes that the only guard of a federation has certified, of jobs that nobody ran. */
export function createSampleOutcomes(
  federation: Federation,
  guard: Signer,
): (wish: OutcomeWish) => Promise<Outcome> {
  const { net, constitution } = federation;
  const head = { net, via: null } as const;

  return async ({ number, executor, creator, epoch = 0, type = "pay" }) => {
    const word = cidOf(new TextEncoder().encode(`job ${number}`));
    const assignment = assignmentRecord.codec.encode({
      ...head,
      t: "icn/assign/1",
      by: creator,
      job: word as string as JobId,
      hold: { account: creator, seq: number, index: 0 },
      ...{ seq: 0, prev: null, replica: 0, attempt: 0, executor, bid: word, price: 1n, leaseMs: 1000 },
      claimBy: epoch * constitution.mint.epochMs,
      ...{ resumeFrom: null, sealed: null },
    } satisfies Assignment);
    const slot = settlementSlot(cidOf(assignment));
    const outcome = { type, slot, unit: "mana", taken: 0n, credits: [] };
    const cast = { boot: 1, ballot: 0 };
    const vote = voteRecord.codec.encode({
      ...head,
      t: "icn/vote/1",
      by: guard.did,
      epoch: constitution.epoch,
      slot,
      outcome,
      ...cast,
    });
    const sig = await guard.sign(vote);
    const certificate = certificateOf(federation, [{ slot, outcome, vote: { by: guard.did, sig, ...cast } }]);
    const made = outcomeOf(certificateCodec.encode(certificate), assignment);
    if (made === undefined) throw localMeshError("not an outcome");
    return made;
  };
}
