import {
  type Bid,
  type Cid,
  type Commits,
  cidOf,
  type Did,
  orAborted,
  type Selection,
  type Signed,
} from "@icn-mesh/core";
import { drawBids } from "@icn-mesh/economics";
import { planOf } from "@icn-mesh/mesh";
import { awaitOutputs } from "../inputs/await-outputs.ts";
import { offerTo, roomFor } from "../manager/assign-seat.ts";
import type { JobDesk } from "../manager/job-desk.ts";
import { showEvidence } from "./show-evidence.ts";

/** How long an executor has to ask the guards for one more replica; they wait longer. */
const APPEAL_MS = 15_000;

/**
 * Asks each outvoted executor whether it wants one more heard, and has that one drawn and assigned; true if it is. None
 * is where the hold has no room, nobody is left to draw from, or one more was heard already.
 */
export async function hearAppeals(
  desk: JobDesk,
  outvoted: readonly Cid[],
  signal: AbortSignal,
): Promise<boolean> {
  const drawn = drawnBids(desk);
  const [first] = outvoted;
  if (first === undefined || drawn.length === 0 || !hasRoom(desk)) return false;
  await showEvidence(desk, first, signal);
  const asked = await Promise.all(outvoted.map((assignment) => askAppeal(desk, assignment, signal)));
  if (!asked.includes(true)) return false;
  desk.parts.logger.info("one more replica is heard", { job: desk.book.id });
  return desk.seating.take(() => assignDrawn(desk, drawn, signal));
}

/** As guards see it: appeals are heard where the creator has held a budget to spare. */
function hasRoom({ parts, book }: JobDesk): boolean {
  const { body: job } = book.job;
  const hold = parts.accounts.own.ledger.hold(job.hold);
  if (hold === undefined || hold.closed) return false;
  const spare = hold.amount - job.budget * BigInt(planOf(job).replicas);
  return spare >= job.budget && hold.amount - hold.committed >= job.budget;
}

async function askAppeal(desk: JobDesk, assignment: Cid, signal: AbortSignal): Promise<boolean> {
  const given = desk.book.facts.get(assignment)?.body;
  if (given?.t !== "icn/assign/1") return false;
  const { network, accounts } = desk.parts;
  const ask = () => network.askAppeal(given.executor, assignment, { signal, timeoutMs: APPEAL_MS });
  const answer = await ask();
  if (answer !== undefined) return answer;
  // It may wait for guards that nobody reaches now; whoever can show them something does.
  await orAborted(accounts.own.show(assignment, []), signal);
  return (await ask()) ?? false;
}

/** As guards draw: from the round of the replicas, by what these have committed to. */
function drawnBids({ book }: JobDesk): readonly Signed<Bid>[] {
  const { state, facts, job, id } = book;
  if (!("seats" in state) || state.seats.length > planOf(job.body).replicas) return [];
  const taken = new Set(
    [...facts.values()].flatMap(({ body }) => (body.t === "icn/assign/1" ? [body.bid] : [])),
  );
  const round = [...facts.values()].findLast(
    (fact): fact is Signed<Selection> =>
      fact.body.t === "icn/selection/1" && fact.body.bids.some(({ cid }) => taken.has(cid)),
  );
  const commits = [...facts.values()].find(
    (fact): fact is Signed<Commits> => fact.body.t === "icn/commits/1",
  );
  if (round === undefined || commits === undefined) return [];
  const committed = commits.body.commits.map(({ body }) => cidOf(body));
  return drawBids(round.body, { job: id, commits: committed, taken }).flatMap((cid) => {
    const bid = facts.get(cid);
    return bid?.body.t === "icn/bid/1" ? [bid as Signed<Bid>] : [];
  });
}

async function assignDrawn(
  desk: JobDesk,
  drawn: readonly Signed<Bid>[],
  signal: AbortSignal,
): Promise<boolean> {
  const { replicas } = planOf(desk.book.job.body);
  const seat = { replica: replicas, attempt: 1 };
  const executors = executorsOf(desk);
  const inputs = await awaitOutputs(desk, signal);
  if (inputs === undefined) return false;
  for (const bid of drawn) {
    if (executors.has(bid.body.by)) continue;
    const hold = await roomFor(desk, bid.body, signal);
    if (hold === undefined) return false;
    if (await offerTo(desk, { seat, bid, hold, inputs, resumeFrom: null }, signal)) return true;
  }
  return false;
}

function executorsOf({ book }: JobDesk): ReadonlySet<Did> {
  return new Set(
    [...book.facts.values()].flatMap(({ body }) => (body.t === "icn/assign/1" ? [body.executor] : [])),
  );
}
