import { type Acceptance, acceptanceRecord, cidOf, type Signed } from "@icn-mesh/core";
import { getRecord } from "@icn-mesh/dag";
import type { Proof } from "@icn-mesh/economics";
import { jobFields } from "../../job/job-fields.ts";
import { WORK } from "../../job/ref-names.ts";
import type { AssignmentOffer, ExecutorInbox } from "../../network/inboxes.ts";
import type { AssignmentNotice } from "../../network/network-message.ts";
import { createTurnsByKey } from "../../tasks/turns-by-key.ts";
import type { TaskDesk, TaskSource } from "../task-source.ts";
import { acceptOffer, faultInOffer, type OpenBid } from "./accept-offer.ts";
import { loadWork } from "./load-work.ts";
import type { MeshTaskParts } from "./mesh-task-parts.ts";
import { createOpenBids } from "./open-bids.ts";
import { createRoundAnswers, type RoundAnswers } from "./round-answers.ts";
import { createWorks, type Works } from "./works.ts";

/** The mesh as a source of work: it bids for what is announced, and stands by what it accepted. */
export interface MeshTaskSource extends TaskSource {
  /** What peers say to this executor goes here. */
  readonly inbox: ExecutorInbox;
  /** Assignments about which something is owed. */
  readonly open: number;
  /** Told of a certificate that the accounts have taken in: an assignment may wait for it, or end by it. */
  learnt(proof: Proof): Promise<void>;
}

/** What there is once the source is started. */
interface Started {
  readonly desk: TaskDesk;
  readonly works: Works;
  readonly rounds: RoundAnswers;
}

/** A source that is deaf until it is started. */
export function createMeshTaskSource(parts: MeshTaskParts): MeshTaskSource {
  const { storage, accounts, clock, logger } = parts;
  const bids = createOpenBids(parts);
  const offers = createTurnsByKey();
  let started: Started | undefined;

  async function hearOffer(offer: AssignmentOffer): Promise<Signed<Acceptance> | null> {
    const known = await acceptedBefore(offer);
    if (known !== undefined) return known;
    const open = await bids.find(offer.body);
    const fault = open === undefined ? "no-bid" : faultInOffer(offer, open, clock.now());
    if (started !== undefined && open !== undefined && fault === undefined)
      return accept(started, offer, open);
    logger.info("an offer is not accepted", { ...jobFields(offer.body.job), because: fault });
    return null;
  }

  /** The same offer has the same answer, byte by byte, also after a restart. */
  async function acceptedBefore({ body, bytes }: AssignmentOffer): Promise<Signed<Acceptance> | undefined> {
    const actor = started?.works.ofBid(body.bid);
    if (actor === undefined || actor.facts.assignment.cid !== cidOf(bytes)) return undefined;
    const found = await getRecord(storage, acceptanceRecord, actor.record.acceptance);
    return found.ok ? found.value : undefined;
  }

  /** The manager may have forgotten what it offered before; until it is certified, the newest offer counts. */
  async function accept(
    { desk, works }: Started,
    offer: AssignmentOffer,
    open: OpenBid,
  ): Promise<Signed<Acceptance> | null> {
    const signer = accounts.signerOf(offer.body.executor);
    const before = works.ofBid(open.bid.cid);
    const isBound = before !== undefined && before.record.phase !== "accepted";
    if (signer === undefined || isBound || !hasRoom({ desk, clock }, offer, open)) return null;
    const accepted = await acceptOffer(parts, offer, { ...open, signer });
    if (accepted === undefined) return null;
    if (before !== undefined) await works.replace(before);
    works.takeUp(accepted.start);
    return accepted.acceptance;
  }

  async function notice({ assignment, proof }: AssignmentNotice): Promise<void> {
    if (started === undefined) return;
    const { desk, works } = started;
    if (!works.has(assignment.cid)) bids.lost(assignment.body, desk);
    else if (proof !== null && (await accounts.learn(proof))) await works.learnt(proof);
  }

  return {
    name: "mesh",
    get open() {
      return started?.works.open ?? 0;
    },
    inbox: {
      announcement: (heard) => started?.rounds.hear(heard),
      offer: (offer) => offers.take(offer.body.bid, () => hearOffer(offer)),
      notice,
      cancel: async (fact) => started?.works.cancel(fact),
      status: (assignment) => started?.works.status(assignment),
      commits: async (commits) => (await started?.works.commits(commits)) ?? false,
      outvoted: async (assignment, from) => (await started?.works.outvoted(assignment, from)) ?? false,
    },
    learnt: async (proof) => started?.works.learnt(proof),
    async start(desk) {
      const works = createWorks({ parts, desk, finished: ({ facts }) => bids.forget(facts.bid) });
      started = { desk, works, rounds: createRoundAnswers(parts, bids, desk) };
      for await (const { cid } of storage.refs(WORK)) works.takeUp(await loadWork(storage, cid));
    },
    async stop() {
      const before = started;
      started = undefined;
      before?.rounds.stop();
      await before?.works.stop();
    },
  };
}

/** What a bid kept free is kept free for as long as the attempt may take to be certified. */
function hasRoom(
  { desk, clock }: { readonly desk: TaskDesk; readonly clock: MeshTaskParts["clock"] },
  { body }: AssignmentOffer,
  { bid, job }: OpenBid,
): boolean {
  desk.release(bid.cid);
  const untilMs = Math.max(0, body.claimBy - bid.body.needMs - clock.now());
  const until = clock.monotonic() + untilMs + 1;
  return desk.reserve({ id: bid.cid, resources: job.body.spec.resources, until });
}
