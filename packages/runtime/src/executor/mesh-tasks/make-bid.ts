import {
  type Announcement,
  type Bid,
  bidRecord,
  cidOf,
  type Did,
  type Job,
  type JobId,
  memberRecord,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { isInvited } from "@icn-mesh/mesh";
import { kindName, limitsFor } from "@icn-mesh/sandbox";
import { chooseProofs } from "../../federations/choose-proofs.ts";
import { EVERYBODY } from "../../manager/executor-directory.ts";
import { isQuorum } from "../../quorum/is-quorum.ts";
import type { TaskDesk } from "../task-source.ts";
import type { MeshTaskParts } from "./mesh-task-parts.ts";

/** A job that is put up for bids. */
export interface PutUp {
  readonly id: JobId;
  readonly job: Job;
  readonly announcement: Signed<Announcement>;
}

/** What an executor does about an announcement: nothing, for it was not asked; a no; or a bid that is not signed yet. */
export type BidDecision =
  | { readonly type: "not-asked" }
  | { readonly type: "no" }
  | { readonly type: "bid"; readonly body: Bid };

/** How long a bid keeps its capacity free beyond the window: for the selection, and for the acceptance. */
const AFTER_WINDOW_MS = 5000;

/** Decides about an announcement. A job that its creator's own node runs in place is for that account, at no price. */
export function decideBid(parts: MeshTaskParts, desk: TaskDesk, put: PutUp): BidDecision {
  const { network, kinds, accounts } = parts;
  const { id, job, announcement } = put;
  const { round, invitedShare } = announcement.body;
  if (isOwnInPlace(parts, job))
    return { type: "bid", body: bodyFor(parts, desk, { put, by: job.by, terms: FREE(job) }) };
  if (invitedShare < EVERYBODY && !isInvited(id, network.self, invitedShare)) return { type: "not-asked" };
  if (round === 0 || desk.isDraining || parts.isRetiring() || !canRun(parts, desk, job))
    return { type: "no" };
  if (isQuorum(job) && parts.membership === undefined) return { type: "no" };
  const loadPpm = 0;
  const terms = parts.policy({ id, job, loadPpm, now: parts.clock.now() });
  if (terms === null || kinds.rule(job.spec.kind.type) === undefined) return { type: "no" };
  return { type: "bid", body: bodyFor(parts, desk, { put, by: accounts.own.account, terms }) };
}

/** True for work that is not for the market, and whose account's key is here. */
function isOwnInPlace({ kinds, accounts }: Pick<MeshTaskParts, "kinds" | "accounts">, job: Job): boolean {
  return kinds.runsInPlace(job.spec) && accounts.signerOf(job.by) !== undefined;
}

const FREE = ({ maxExecutionMs }: Job): Terms => ({ price: 0n, failPrice: 0n, needMs: maxExecutionMs });

type Terms = Pick<Bid, "price" | "failPrice" | "needMs" | "estimatedMs" | "perHour">;

function canRun(parts: MeshTaskParts, { kinds, resources }: TaskDesk, { spec }: Job): boolean {
  const { profile } = parts;
  const { resources: asked, requiredCapabilities, requiredTrustScope } = spec;
  const kind = kindName(spec.kind);
  return (
    kind !== undefined &&
    kinds.includes(kind) &&
    isAllowed(parts, spec) &&
    limitsFor(spec, profile.limits) !== undefined &&
    asked.cpuCores <= resources.cpuCores &&
    asked.memoryMb <= resources.memoryMb &&
    asked.storageMb <= resources.storageMb &&
    (asked.gpu === undefined || resources.gpu !== undefined) &&
    requiredCapabilities.every((each) => profile.capabilities.includes(each)) &&
    (requiredTrustScope === undefined || requiredTrustScope === profile.trustScope)
  );
}

/** True in a federation that may do the job, or for a member of one; whether it truly is one is for the manager to see. */
function isAllowed(
  { federation, proofs }: MeshTaskParts,
  { allowedFederations: allowed }: Pick<Job["spec"], "allowedFederations">,
): boolean {
  if (allowed.length === 0 || allowed.includes(federation.net)) return true;
  const members = proofs().map(({ body }) => memberRecord.codec.decode(body));
  return members.some((member) => member.ok && allowed.includes(member.value.net));
}

interface BidParts {
  readonly put: PutUp;
  readonly by: Did;
  readonly terms: Terms;
}

function bodyFor(
  { federation, profile, proofs }: MeshTaskParts,
  { resources }: TaskDesk,
  { put: { id, job, announcement }, by, terms }: BidParts,
): Bid {
  const { round, closesInMs } = announcement.body;
  return {
    t: "icn/bid/1",
    net: federation.net,
    by,
    via: null,
    job: id,
    round,
    ...terms,
    resources,
    capabilities: [...profile.capabilities],
    membership: chooseProofs(proofs(), job).map(({ body }) => cidOf(body)),
    ...(profile.trustScope === undefined ? {} : { trustScope: profile.trustScope }),
    validForMs: closesInMs + job.acceptMs + AFTER_WINDOW_MS,
    bond: null,
  };
}

/** Signs a bid with the key of the account that it names. */
export async function signBid({ accounts }: MeshTaskParts, body: Bid): Promise<Signed<Bid> | undefined> {
  const signer = accounts.signerOf(body.by);
  return signer && signRecord(bidRecord, body, signer);
}
