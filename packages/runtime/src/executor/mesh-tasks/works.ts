import {
  type Cancel,
  type Cid,
  type Commits,
  certificateCodec,
  claimOf,
  type Did,
  managerOf,
  type Signed,
} from "@icn-mesh/core";
import { linkSlot, type Proof, settlementSlot } from "@icn-mesh/economics";
import { appealAgainst, hearCommits } from "../../quorum/hear-commits.ts";
import type { PeerStatus } from "../../status/peer-status.ts";
import { giveBack } from "./offer-work.ts";
import { createWorkActor } from "./work-actor.ts";
import type { WorkActor, WorkPlace, WorkStart } from "./work-place.ts";

/** The assignments that this executor has accepted and is not done with. */
export interface Works {
  readonly open: number;
  takeUp(start: WorkStart): void;
  /** The one that was accepted for a bid. */
  ofBid(bid: Cid): WorkActor | undefined;
  has(assignment: Cid): boolean;
  /** Where an assignment stands; undefined for one that is not here. */
  status(assignment: Cid): PeerStatus | undefined;
  /** Leaves one that was accepted and has been replaced before it was certified. */
  replace(actor: WorkActor): Promise<void>;
  /** Told of a certificate that the accounts have taken in: it may start one, or end it. */
  learnt(proof: Proof): Promise<void>;
  cancel(fact: Signed<Cancel>): Promise<void>;
  /** Told of what the manager of a quorum has shown. */
  commits(commits: Signed<Commits>): Promise<boolean>;
  /** Told by a manager that one of them is outvoted. */
  outvoted(assignment: Cid, from: Did): Promise<boolean>;
  stop(): Promise<void>;
}

/** No assignments yet. */
export function createWorks(place: WorkPlace): Works {
  const { verifier } = place.parts;
  const actors = new Map<Cid, WorkActor>(); // by assignment
  const byName = new Map<string, WorkActor>(); // see namesOf

  function drop(actor: WorkActor): void {
    actors.delete(actor.facts.assignment.cid);
    for (const name of namesOf(actor)) if (byName.get(name) === actor) byName.delete(name);
  }

  function finished(actor: WorkActor): void {
    drop(actor);
    place.finished(actor);
  }

  function isTheirs(fact: Signed<Cancel>, { facts }: WorkActor): boolean {
    const { cid, body: job } = facts.job;
    if (cid !== (fact.body.job as Cid)) return false;
    const isParty = fact.body.by === job.by || fact.body.by === managerOf(job);
    return isParty && verifier.verify(claimOf(fact));
  }

  /** Work that nobody wants any more is given back, so that neither its money nor its capacity stays bound. */
  async function giveUp(actor: WorkActor): Promise<void> {
    if (actor.record.word !== null) return;
    await giveBack(place, actor);
    place.desk.stop(actor.facts.bid.cid, "cancel");
  }

  return {
    get open() {
      return actors.size;
    },
    takeUp(start) {
      const actor = createWorkActor({ ...place, finished }, start);
      actors.set(start.facts.assignment.cid, actor);
      for (const name of namesOf(actor)) byName.set(name, actor);
      actor.start();
    },
    ofBid: (bid) => byName.get(bid),
    has: (assignment) => actors.has(assignment),
    status(assignment) {
      const actor = actors.get(assignment);
      return actor && { type: "executor", phase: actor.record.phase };
    },
    async replace(actor) {
      await actor.stop();
      drop(actor);
    },
    async learnt({ certificate }) {
      const { slot, outcome } = certificateCodec.parse(certificate);
      const actor = byName.get(slot);
      if (actor === undefined) return;
      const { cid } = actor.facts.assignment;
      const isEnd = slot === settlementSlot(cid);
      if (!isEnd && actor.record.phase !== "accepted") return;
      const phase = isEnd || outcome !== cid ? "settled" : "assigned";
      await actor.note((record) => ({ ...record, phase }));
    },
    async cancel(fact) {
      for (const actor of actors.values()) if (isTheirs(fact, actor)) await giveUp(actor);
    },
    async commits(commits) {
      const those = [...actors.values()].filter(({ facts }) => facts.bid.body.job === commits.body.job);
      const heard = await Promise.all(those.map((actor) => hearCommits(place, actor, commits)));
      return heard.includes(true);
    },
    async outvoted(assignment, from) {
      const actor = actors.get(assignment);
      return actor !== undefined && appealAgainst(place, actor, from);
    },
    async stop() {
      await Promise.all([...actors.values()].map((actor) => actor.stop()));
    },
  };
}

/** What an actor is found by: its bid, and the slots whose certificates it waits for. */
function namesOf({ facts: { assignment, bid } }: WorkActor): readonly string[] {
  const { hold, seq } = assignment.body;
  return [bid.cid, linkSlot(hold, seq), settlementSlot(assignment.cid)];
}
