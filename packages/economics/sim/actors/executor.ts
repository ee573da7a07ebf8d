import {
  type Assignment,
  assignmentRecord,
  bidRecord,
  cidOf,
  type Did,
  type Embedded,
  jobRecord,
  readRecord,
  type Signed,
} from "@icn-mesh/core";
import type { LinkOffer } from "@icn-mesh/economics";
import { sampleAcceptance, sampleBid, sampleReceipt, sampleRelease } from "@icn-mesh/economics/testing";
import type { Program, Session } from "../world/client-host.ts";
import type { Answer, Question } from "../world/messages.ts";
import type { World } from "../world/world.ts";

/** How an executor does its work: all but the last are what the rules are for. */
export type Temper = "prompt" | "failing" | "returning" | "silent" | "late";

/** A piece of work that an executor has accepted: a page of its notebook. */
interface Work {
  readonly offer: LinkOffer;
  readonly assignment: Signed<Assignment>;
  state: "accepted" | "certified" | "settled";
  /** Why it is not settled yet. */
  last?: string;
  isDone: boolean;
}

type Offer = Extract<Question, { readonly type: "offer" }>["offer"];

const NEED_MS = 4_000;
const PAUSE_MS = 1_500;

/** Bids for what it is asked for, does it in its own way, and claims what it is owed. */
export function createExecutor(world: World, temper: Temper): Program {
  const { federation, keys, truth, report } = world;
  const result = Uint8Array.of(1, 2, 3);
  const works = new Map<string, Work>();
  const started = new WeakMap<Session, Set<Work>>();

  async function answer(session: Session, question: Question, from: Did): Promise<Answer> {
    if (question.type === "bid") return bid(session, question);
    if (question.type !== "offer") return { type: "no" };
    for (const proof of question.proofs) await session.client.learn(proof);
    return accept(session, question.offer, from);
  }

  async function bid(
    { signer }: Session,
    { job, round }: Extract<Question, { type: "bid" }>,
  ): Promise<Answer> {
    const { budget } = jobRecord.codec.parse(job);
    const cid = cidOf(job) as string as Parameters<typeof sampleBid>[1];
    const changes = { round, price: budget - budget / 5n, failPrice: budget / 10n, needMs: NEED_MS };
    return { type: "bid", bid: await sampleBid(federation.net, cid, { by: signer, changes }) };
  }

  async function accept(session: Session, offer: Offer, from: Did): Promise<Answer> {
    const { assignment } = offer;
    const { executor, claimBy, by } = assignment.body;
    const read = readRecord(assignmentRecord, assignment.bytes, assignment.sig);
    const isMine =
      executor === session.account && by === from && read.ok && bidRecord.codec.decode(offer.bid).ok;
    const isGenuine = keys.verifier.verify({ by, message: assignment.bytes, signature: assignment.sig });
    if (!isMine || !isGenuine || session.clock.now() + NEED_MS > claimBy) return { type: "no" };
    const { bytes, sig } = await sampleAcceptance(assignment, session.signer);
    const acceptance = { body: bytes, sig };
    const known = works.get(assignment.cid);
    const work: Work = known ?? {
      offer: { ...offer, acceptance, members: [] },
      assignment,
      state: "accepted" as const,
      isDone: false,
    };
    works.set(assignment.cid, work);
    start(session, work).catch((error: unknown) => report("throws", String(error)));
    return { type: "acceptance", acceptance };
  }

  async function start(session: Session, work: Work): Promise<void> {
    const ofSession = started.get(session) ?? new Set();
    if (work.isDone || ofSession.has(work)) return;
    started.set(session, ofSession.add(work));
    await carryOut(session, work);
  }

  async function carryOut(session: Session, work: Work): Promise<void> {
    const certified = await session.client.certifyAssignment(work.offer);
    if (certified.ok) work.state = "certified";
    if (certified.ok && temper !== "silent") await deliver(session, work);
    work.isDone = true;
  }

  async function deliver(session: Session, work: Work): Promise<void> {
    const { client, clock } = session;
    const { cid, body } = work.assignment;
    await clock.after(temper === "late" ? Math.max(0, body.claimBy - clock.now()) : 1_000);
    const word = await wordOn(session, work);
    void session.ask(body.by, { type: "receipt", assignment: cid, receipt: word });
    while (client.ledger.assignment(cid)?.settlement === undefined) {
      const settled = await client.settle(cid, [word]);
      if (!settled.ok) work.last = settled.refusal.code;
      if (!settled.ok) await clock.after(PAUSE_MS);
    }
    work.state = "settled";
    await client.idle();
  }

  async function wordOn({ signer }: Session, { assignment }: Work): Promise<Embedded> {
    const of = { cid: assignment.cid, net: federation.net };
    const failure = { outcome: { type: "failed", class: "trap", message: "it trapped" } } as const;
    const signed =
      temper === "returning"
        ? await sampleRelease(of, signer)
        : await sampleReceipt(of, signer, temper === "failing" ? failure : {});
    return { body: signed.bytes, sig: signed.sig };
  }

  return {
    outputs: [result],
    answer,
    get undone() {
      const all = [...works.values()];
      const open = all.filter(({ isDone, assignment: { body } }) => !isDone && truth.honest.has(body.by));
      return open.map(({ assignment: { cid }, state, last }) => `${state} ${cid} ${last}`);
    },
    async run(session) {
      await session.client.idle();
      await Promise.all([...works.values()].map((work) => start(session, work)));
    },
  };
}
