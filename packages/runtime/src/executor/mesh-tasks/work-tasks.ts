import { cidOf } from "@icn-mesh/core";
import { linkSlot } from "@icn-mesh/economics";
import { DELIVERED_FOR_MS } from "../../job/delivered-for.ts";
import { refNames } from "../../job/ref-names.ts";
import { keepingHere } from "../../payloads/keep-payload.ts";
import { appealTasks } from "../../quorum/appeal-tasks.ts";
import { awaitCommitsTask } from "../../quorum/await-commits.ts";
import { committedTasks } from "../../quorum/committed-tasks.ts";
import type { Task } from "../../tasks/keyed-tasks.ts";
import { claimPay, isWorthClaiming } from "./claim-pay.ts";
import { mayShow } from "./may-show.ts";
import { offerWork } from "./offer-work.ts";
import type { WorkActor, WorkPlace } from "./work-place.ts";
import { workRecord } from "./work-record.ts";

/** What an executor owes, or has to claim, about an assignment, by its record alone. */
export function workTasks(place: WorkPlace, actor: WorkActor): readonly Task[] {
  const tasks = owedTasks(place, actor);
  const isLast = tasks.some(({ key }) => key === "finish");
  return actor.isBehind && !isLast ? [...tasks, writeTask(place, actor)] : tasks;
}

const WRITE_AFTER_MS = 1000;

/** What was taken note of is mostly written with what follows from it at once. */
function writeTask({ parts }: WorkPlace, { change }: WorkActor): Task {
  return {
    key: "write",
    async run(signal) {
      await parts.clock.after(WRITE_AFTER_MS, { signal });
      await change((record) => ({ record }));
    },
  };
}

function owedTasks(place: WorkPlace, actor: WorkActor): readonly Task[] {
  switch (actor.record.phase) {
    case "accepted":
      return [{ key: "await", run: (signal) => awaitCertificate(place, actor, signal) }];
    case "assigned":
      return [{ key: "work", run: (signal) => offerWork(place, actor, signal) }];
    case "committed":
      return committedTasks(place, actor);
    case "reported":
      return reportedTasks(place, actor);
    case "settled":
      if (!isOwedAWord(actor)) return [{ key: "finish", run: () => finish(place, actor) }];
      return [isSecret(actor) ? awaitCommitsTask(place, actor) : deliveryTask(place, actor)];
  }
}

/** Who has paid gets the receipt, however late it comes back: without it, it would pay somebody else again. */
function isOwedAWord({ word, record }: WorkActor): boolean {
  return word?.body.t === "icn/receipt/1" && !record.isHeard;
}

/** A result of a quorum is shown to the manager when that has shown all commits, and not before. */
function isSecret({ record }: WorkActor): boolean {
  return record.commit !== null && record.commits === null;
}

function deliveryTask(place: WorkPlace, actor: WorkActor): Task {
  return { key: "deliver", run: (signal) => deliver(place, actor, signal) };
}

function reportedTasks(place: WorkPlace, actor: WorkActor): readonly Task[] {
  const { isHeard } = actor.record;
  const delivery = deliveryTask(place, actor);
  const claim: Task = { key: "claim", run: (signal) => claimPay(place, actor, signal) };
  const isDue = !isHeard && !isSecret(actor);
  return [
    ...(isDue ? [delivery] : []),
    ...(isHeard || isWorthClaiming(actor) ? [claim] : []),
    ...appealTasks(place, actor),
  ];
}

const ASK_AGAIN_MS = 10_000;

/**
 * The manager tells when the guards have certified the assignment. If it does not, they are asked, until the time to
 * claim is over: after that nothing can come of it.
 */
async function awaitCertificate(
  { parts, desk }: WorkPlace,
  { facts, note }: WorkActor,
  signal: AbortSignal,
): Promise<void> {
  const { clock, accounts } = parts;
  const { cid, body } = facts.assignment;
  while (clock.now() < body.claimBy) {
    await clock.after(ASK_AGAIN_MS, { signal });
    const recalled = await accounts.own.recall(linkSlot(body.hold, body.seq));
    if (!recalled.ok) continue;
    const isOurs = recalled.value.certified.certificate.outcome === cid;
    return note((record) => ({ ...record, phase: isOurs ? "assigned" : "settled" }));
  }
  desk.release(facts.bid.cid);
  await note((record) => ({ ...record, phase: "settled" }));
}

const FIRST_PAUSE_MS = 500;

/**
 * Delivered until the manager says that it has it or has no use for it, or until nothing can come of it any more; more
 * than once within a lease, which a manager that comes back waits before it takes the attempt for lost.
 */
async function deliver(place: WorkPlace, actor: WorkActor, signal: AbortSignal): Promise<void> {
  const { clock, federation } = place.parts;
  const { claimBy, leaseMs } = actor.facts.assignment.body;
  const over = claimBy + 2 * federation.constitution.marginMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, leaseMs / 3)) {
    if (await handOver(place, actor, signal)) break;
    if (clock.now() > (actor.record.phase === "settled" ? over + DELIVERED_FOR_MS : over)) break;
    await clock.after(pauseMs, { signal });
  }
  await actor.note((now) => ({ ...now, isHeard: true }));
}

/** True once the manager has the word or no use for it, or is never to have it. */
async function handOver(place: WorkPlace, actor: WorkActor, signal: AbortSignal): Promise<boolean> {
  const { word, record } = actor;
  if (word === null) return true;
  if (!(await mayShow(place, actor))) return record.phase === "settled";
  const answer = await place.parts.network.report(record.manager, word, { signal });
  return answer !== undefined && answer.answer !== "unknown";
}

/** The record stays, out of the way, as what this executor knows of its own past; what it put out, as any payload does. */
async function finish({ parts, desk, finished }: WorkPlace, actor: WorkActor): Promise<void> {
  const { storage } = parts;
  const { record, stored } = actor;
  const { cid: bid } = actor.facts.bid;
  const bytes = workRecord.codec.encode({ ...record, keeps: [] });
  const moves = [
    { name: refNames.work(bid), expect: stored, to: null },
    { name: refNames.worked(bid), expect: null, to: cidOf(bytes) },
  ];
  const moved = new Set(moves.map(({ name }) => name));
  for (;;) {
    const kept = await Promise.all(record.keeps.map((root) => keepingHere(parts, root)));
    const result = await storage.commit({
      blocks: [{ bytes }, ...kept.flatMap(({ blocks }) => blocks)],
      refs: [...moves, ...kept.flatMap(({ refs }) => refs)],
    });
    // Other work may have kept the same payload meanwhile.
    if (result.ok || moved.has(result.ref)) break;
  }
  desk.release(bid);
  finished(actor);
}
