import { assignmentRecord, cidOf, type Did, type HoldId } from "@icn-mesh/core";
import {
  linkSlot,
  type ManaClient,
  operationSlot,
  type PlacedAction,
  type Proof,
  type Ruling,
  settlementSlot,
} from "@icn-mesh/economics";
import { sampleAssignment, sampleJob } from "@icn-mesh/economics/testing";
import type { Program, Session } from "../world/client-host.ts";
import type { Answer } from "../world/messages.ts";
import type { World } from "../world/world.ts";
import { askUntil } from "./ask-until.ts";
import type { Attempt, Errand } from "./errand.ts";

const PAUSE_MS = 1_500;
const NEED_MS = 4_000;

type Assigned = Pick<Attempt, "cid" | "body">;

/** What a creator does apart from its errands. */
export interface CreatorOptions {
  readonly errands: readonly Errand[];
  /** Proofs of what the charter has given to it. */
  readonly gifts: readonly Proof[];
  readonly isMember: boolean;
}

/** Holds, assigns, pays and closes as the rules want it, whatever befalls it in between. */
export function createCreator(world: World, { errands, gifts, isMember }: CreatorOptions): Program {
  const { federation, truth, report } = world;

  async function run(session: Session): Promise<void> {
    for (const gift of gifts) await session.client.learn(gift);
    await session.client.idle();
    const regenerating = isMember ? regenerate(session) : Promise.resolve();
    await Promise.all([
      regenerating,
      ...errands.filter(({ isDone }) => !isDone).map((each) => tend(session, each)),
    ]);
  }

  async function regenerate({ client }: Session): Promise<void> {
    await client.regenerate();
  }

  async function tend(session: Session, errand: Errand): Promise<void> {
    await hold(session, errand);
    if (errand.held !== undefined) {
      const failed = errand.attempts.filter(({ isOver }) => isOver).length;
      for (const executor of errand.executors.slice(failed)) {
        if (errand.attempts.some(({ isPaid }) => isPaid)) break;
        await attempt(session, errand, executor);
      }
      await close(session, errand);
      await session.client.idle();
    }
    errand.isDone = true;
  }

  async function hold({ client, clock }: Session, errand: Errand): Promise<void> {
    if (errand.held !== undefined) return;
    const known = errand.drafts.find(({ cid, body }) => client.ledger.hold(body.hold)?.job === cid);
    if (known !== undefined) {
      errand.held = { hold: known.body.hold, job: known };
      return;
    }
    const placed = await client.perform({
      action(place) {
        const job = sampleJob(federation.net, place, { unit: errand.unit, budget: errand.amount });
        errand.drafts.push(job);
        return {
          type: "hold",
          job: job.cid,
          unit: errand.unit,
          amount: errand.amount,
          expiresAt: clock.now() + 90_000,
        };
      },
    });
    const draft = placed.ok ? errand.drafts.find(({ body }) => isSame(body.hold, placed.value)) : undefined;
    if (!placed.ok) errand.last = placed.refusal.code;
    if (!placed.ok && world.rng && (globalThis as any).process.env.DBG)
      console.log("REFUSED", world.kernel.now, errand.name, placed.refusal);
    if (draft === undefined || !placed.ok) return;
    checkDone(client, placed);
    errand.held = { hold: draft.body.hold, job: draft };
  }

  /** What is reported as done is certified, and stays so. */
  function checkDone({ account }: ManaClient, placed: Ruling<PlacedAction>): void {
    if (placed.ok && truth.tape.outcomeOf(placed.value.slot) === undefined)
      report("done-is-certified", `${account} was told that ${placed.value.slot} is certified`);
  }

  async function attempt(session: Session, errand: Errand, executor: Did): Promise<void> {
    const { client } = session;
    const entry = await openAttempt(session, errand, executor);
    if (entry === undefined || errand.held === undefined) return;
    const { job } = errand.held;
    const signed = await client.signAssignment(entry.body);
    if (!signed.ok) return finish(entry);
    const offer = { assignment: signed.value, job: job.bytes, bid: entry.bid.bytes };
    const proofs = await chainOf(client, entry);
    const answer = await askUntil(session, executor, {
      question: { type: "offer", offer, proofs },
      until: entry.body.claimBy,
    });
    if (answer?.type !== "acceptance") return finish(entry);
    const certified = await client.certifyAssignment({
      ...offer,
      acceptance: answer.acceptance,
      members: [],
    });
    if (!certified.ok) return finish(entry);
    await settle(session, errand, entry);
    entry.isPaid = client.ledger.assignment(entry.cid)?.settlement?.type === "pay";
    entry.isOver = true;
  }

  /** What the guards have certified of a hold so far. */
  async function chainOf(
    { ledger, proof }: ManaClient,
    { body: { hold } }: Attempt,
  ): Promise<readonly Proof[]> {
    const earlier = [...(ledger.hold(hold)?.assignments.values() ?? [])];
    const slots = [
      operationSlot(federation.net, hold.account, hold.seq),
      ...earlier.flatMap(({ cid, body }) => [linkSlot(hold, body.seq), settlementSlot(cid)]),
    ];
    const proofs = await Promise.all(slots.map((slot) => proof(slot)));
    return proofs.filter((each) => each !== undefined);
  }

  function finish(entry: Attempt): void {
    entry.isOver = true;
  }

  async function openAttempt(session: Session, errand: Errand, executor: Did): Promise<Attempt | undefined> {
    const { client, clock } = session;
    const last = errand.attempts.at(-1);
    if (last !== undefined && !last.isOver) return last;
    if (errand.held === undefined) return undefined;
    const { hold: id, job } = errand.held;
    const round = errand.attempts.length + 1;
    const answer = await askUntil(session, executor, {
      question: { type: "bid", job: job.bytes, round },
      until: clock.now() + 8_000,
    });
    const held = client.ledger.hold(id);
    if (answer?.type !== "bid" || held === undefined) return undefined;
    const body = sampleAssignment(job, answer.bid, {
      seq: held.next,
      prev: held.head,
      attempt: round,
      claimBy: clock.now() + NEED_MS + 6_000,
    });
    const cid = cidOf(assignmentRecord.codec.encode(body));
    const entry: Attempt = { cid, bid: answer.bid, body, isOver: false };
    errand.attempts.push(entry);
    return entry;
  }

  /** Shows the receipt as soon as there is one, and nothing once the time for one is over. */
  async function settle({ client, clock }: Session, errand: Errand, { cid, body }: Assigned): Promise<void> {
    const deadline = body.claimBy + federation.constitution.marginMs;
    for (;;) {
      const known = client.ledger.assignment(cid);
      if (known === undefined || known.settlement !== undefined) return;
      const receipt = errand.attempts.find((each) => each.cid === cid)?.receipt;
      const isTime = receipt !== undefined || clock.now() > deadline;
      errand.last = `settling ${cid} by ${receipt === undefined ? "time" : "receipt"}`;
      const settled = isTime ? await client.settle(cid, receipt === undefined ? [] : [receipt]) : undefined;
      if (settled?.ok) return;
      errand.last = settled?.refusal.code ?? "waiting for a receipt";
      await clock.after(PAUSE_MS);
    }
  }

  /** Executors may have had certified what they did not answer to in time, so that there is more to settle first. */
  async function close(session: Session, errand: Errand): Promise<void> {
    const { client, clock } = session;
    if (errand.held === undefined) return;
    const { hold: id, job } = errand.held;
    for (;;) {
      const held = client.ledger.hold(id);
      if (held === undefined || held.closed) return;
      for (const each of held.assignments.values()) await settle(session, errand, each);
      errand.last = "closing";
      const closed = await client.close(id, job.bytes);
      if (closed.ok) return;
      errand.last = closed.refusal.code;
      await clock.after(PAUSE_MS);
    }
  }

  return {
    run,
    get undone() {
      return errands.filter(({ isDone }) => !isDone).map(stateOf);
    },
    async answer(_, question): Promise<Answer> {
      if (question.type !== "receipt") return { type: "no" };
      const entry = errands
        .flatMap(({ attempts }) => attempts)
        .find((each) => each.cid === question.assignment);
      if (entry === undefined) return { type: "no" };
      entry.receipt ??= question.receipt;
      return { type: "noted" };
    },
  };
}

function isSame(one: HoldId, other: HoldId): boolean {
  return one.account === other.account && one.seq === other.seq && one.index === other.index;
}

function stateOf({ name, held, attempts, last }: Errand): string {
  const ends = attempts.map(({ isOver, isPaid }) => (isPaid ? "paid" : isOver ? "over" : "open"));
  return `errand ${name} ${held === undefined ? "not held" : "held"} [${ends}] ${last}`;
}
