import { assignmentRecord, type Cid, cidOf, type Did, type Embedded } from "@icn-mesh/core";
import type { LinkOffer } from "@icn-mesh/economics";
import type { Program } from "../world/client-host.ts";
import type { Answer, UnsignedOffer } from "../world/messages.ts";
import type { Session } from "../world/session.ts";
import type { World } from "../world/world.ts";
import { agreementTo, bidOn, lastWordOn, NEED_MS, type Temper } from "./executors-word.ts";

/** A piece of work that an executor has accepted: a page of its notebook. */
interface Work {
  readonly cid: Cid;
  readonly acceptance: Embedded;
  /** Since the manager has signed what was accepted. */
  offer?: LinkOffer;
  state: "accepted" | "certified" | "settled";
  /** Why it does not go on. */
  last?: string;
  isDone: boolean;
}

const WORK_MS = 1_000;
const PAUSE_MS = 1_500;
/** What every job of the simulation comes to. */
const RESULT = Uint8Array.of(1, 2, 3);

/** Bids for what it is asked for, ends it in the way of its temper, and claims what it is owed. */
export function createExecutor(world: World, temper: Temper): Program {
  const { federation, truth, report } = world;
  const works = new Map<string, Work>();
  const started = new WeakMap<Session, Set<Work>>();

  async function accept(session: Session, offer: UnsignedOffer, from: Did): Promise<Answer> {
    if (!isAcceptable(session, { offer, from })) return { type: "no" };
    const body = offer.assignment;
    const cid = cidOf(assignmentRecord.codec.encode(body));
    const acceptance = works.get(cid)?.acceptance ?? (await agreementTo(session, { cid, body }));
    if (!works.has(cid)) works.set(cid, { cid, acceptance, state: "accepted", isDone: false });
    return { type: "acceptance", acceptance };
  }

  /** What is not signed well, the guards refuse. */
  function begin(session: Session, offer: LinkOffer): Answer {
    const work = works.get(offer.assignment.cid);
    if (work === undefined) return { type: "no" };
    work.offer ??= offer;
    start(session, work).catch((error: unknown) => report("throws", String(error)));
    return { type: "noted" };
  }

  async function start(session: Session, work: Work): Promise<void> {
    const ofSession = started.get(session) ?? new Set();
    if (work.isDone || work.offer === undefined || ofSession.has(work)) return;
    started.set(session, ofSession.add(work));
    const certified = await session.client.certifyAssignment(work.offer);
    if (certified.ok) work.state = "certified";
    if (certified.ok && temper !== "silent") await deliver(session, work, work.offer);
    work.isDone = true;
  }

  async function deliver(session: Session, work: Work, { assignment }: LinkOffer): Promise<void> {
    const { client, clock } = session;
    const { claimBy, by } = assignment.body;
    await clock.after(temper === "late" ? Math.max(0, claimBy - clock.now()) : WORK_MS);
    const word = await lastWordOn(federation, session, { assignment, temper });
    void session.ask(by, { type: "receipt", assignment: assignment.cid, receipt: word });
    for (;;) {
      const settled = await client.settle(assignment.cid, [word]);
      if (settled.ok) break;
      work.last = settled.refusal.code;
      await clock.after(PAUSE_MS);
    }
    work.state = "settled";
    await client.idle();
  }

  /** What a liar offers need not come to be certified; what is certified has to be settled. */
  function hasToEnd({ isDone, state, offer }: Work): boolean {
    return (
      !isDone && offer !== undefined && (state !== "accepted" || truth.honest.has(offer.assignment.body.by))
    );
  }

  return {
    outputs: [RESULT],
    get undone() {
      return [...works.values()].filter(hasToEnd).map(stateOf);
    },
    async answer(session, question, from) {
      if (question.type === "bid") return bidOn(federation, session, question);
      if (question.type === "assigned") return begin(session, question.offer);
      if (question.type !== "offer") return { type: "no" };
      for (const proof of question.proofs) await session.client.learn(proof);
      return accept(session, question.offer, from);
    },
    async run(session) {
      await session.client.idle();
      await Promise.all([...works.values()].map((work) => start(session, work)));
    },
  };
}

function isAcceptable(
  { account, clock }: Session,
  { offer: { assignment }, from }: { readonly offer: UnsignedOffer; readonly from: Did },
): boolean {
  const { executor, by, claimBy } = assignment;
  return executor === account && by === from && clock.now() + NEED_MS <= claimBy;
}

function stateOf({ state, cid, last }: Work): string {
  return `${state} ${cid} ${last}`;
}
