import { type Acceptance, type Assignment, type Did, managerOf, replicaCount } from "@icn-mesh/core";
import type { Terms } from "../certificate/proof.ts";
import { judgeAssignment } from "../ledger/judge-link.ts";
import type { CertifiedAssignment, Hold, LedgerView } from "../ledger/ledger-view.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import type { KnownFact } from "../settlement/judge.ts";

/** An assignment with all that its two sides agreed on. Who signed what has been checked. */
export interface Offer {
  readonly assignment: KnownFact<Assignment>;
  readonly acceptance: Acceptance;
  readonly terms: Terms;
  isMember(did: Did): boolean;
}

/** Whether an assignment may be certified now: in its place, affordable, agreed by both sides, and with time enough. */
export function ruleOnOffer(view: LedgerView, offer: Offer, now: number): Ruling<Hold> {
  const hold = judgeAssignment(view, offer.assignment);
  if (!hold.ok) return hold;
  const fault =
    faultInJob(hold.value, offer) ??
    faultInBid(offer) ??
    faultInTime(offer, now) ??
    faultInQuorum(hold.value, offer);
  return fault === undefined ? granted(hold.value) : refused(fault);
}

function faultInJob(hold: Hold, { assignment, terms }: Offer): ManaRefusal | undefined {
  const { cid, body: job } = terms.job;
  const isOfHold = cid === hold.job && job.by === hold.id.account && job.net === assignment.body.net;
  if (
    !isOfHold ||
    job.hold.seq !== hold.id.seq ||
    job.hold.index !== hold.id.index ||
    job.hold.account !== hold.id.account
  ) {
    return { code: "ECONOMICS_WRONG_JOB" };
  }
  if (job.unit !== hold.unit) return { code: "ECONOMICS_WRONG_UNIT", unit: job.unit };
  if (assignment.body.by !== managerOf(job)) return { code: "ECONOMICS_NOT_MANAGER" };
  if (hold.amount < job.budget * BigInt(replicaCount(job)))
    return { code: "ECONOMICS_ABOVE_HOLD", free: hold.amount };
  return undefined;
}

function faultInBid({ assignment, acceptance, terms }: Offer): ManaRefusal | undefined {
  const { body, cid } = assignment;
  const { body: bid } = terms.bid;
  const { budget } = terms.job.body;
  const isFor = bid.job === body.job && bid.by === body.executor && bid.net === body.net;
  const isPriced = bid.price === body.price && bid.price <= budget && bid.failPrice <= bid.price;
  if (!isFor || !isPriced) return { code: "ECONOMICS_WRONG_BID" };
  const isAccepted = acceptance.accepted && acceptance.by === body.executor && acceptance.assignment === cid;
  return isAccepted ? undefined : { code: "ECONOMICS_NOT_ACCEPTED" };
}

function faultInTime({ assignment, terms }: Offer, now: number): ManaRefusal | undefined {
  const isReachable = now + terms.bid.body.needMs <= assignment.body.claimBy;
  return isReachable ? undefined : { code: "ECONOMICS_CLAIM_OUT_OF_REACH" };
}

/**
 * Replicas check each other only as far as they are different members with nothing to gain from the job, and as each
 * of them has one voice: a replica has a next attempt only after one that has said nothing.
 */
function faultInQuorum(hold: Hold, { assignment, terms, isMember }: Offer): ManaRefusal | undefined {
  const { body: job } = terms.job;
  const { executor, replica } = assignment.body;
  if (job.verification.type === "signature") return undefined;
  const isParty = executor === job.by || executor === managerOf(job);
  const isTwice = [...hold.assignments.values()].some((other) =>
    other.body.replica === replica ? !isSilent(other) : other.body.executor === executor,
  );
  // One more than the job asks for is heard after an appeal, and no further.
  const isBeyond = replica > replicaCount(job);
  return isParty || isTwice || isBeyond || !isMember(executor)
    ? { code: "ECONOMICS_NOT_ELIGIBLE" }
    : undefined;
}

/** Ended without a result that counts. */
function isSilent({ settlement }: CertifiedAssignment): boolean {
  return settlement !== undefined && SILENT.has(settlement.type);
}

const SILENT: ReadonlySet<string> = new Set(["fault", "release", "split", "lapse"]);
