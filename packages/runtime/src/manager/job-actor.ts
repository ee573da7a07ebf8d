import { type AnyBody, claimOf, type Did, type Signed } from "@icn-mesh/core";
import type { BookAnswer, JobBook } from "../job/job-book.ts";
import { jobFields } from "../job/job-fields.ts";
import { createWholeLogs, type WholeLogs } from "../logs/keep-whole-logs.ts";
import { createLogKeeper } from "../logs/log-keeper.ts";
import type { LogSegment } from "../logs/log-segment.ts";
import { countJob } from "../metrics/count-job.ts";
import type { BidAnswer, ReportAnswer } from "../network/network-message.ts";
import { lateRevealTasks } from "../quorum/late-reveal.ts";
import { traceTasks } from "../quorum/trace-tasks.ts";
import { createChanges } from "../tasks/changes.ts";
import { createKeyedTasks, type Task } from "../tasks/keyed-tasks.ts";
import { retryLater } from "../tasks/retry-later.ts";
import { createTurns } from "../tasks/turns.ts";
import { createBookWriter, type KeptBook } from "./book-writer.ts";
import { createHeartbeats } from "./heartbeats.ts";
import type { JobDesk } from "./job-desk.ts";
import { keepTasks } from "./keep-pieces.ts";
import { createStateKeeper, type StateKeeper } from "./keep-states.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { moneyTasks } from "./money-tasks.ts";
import { beginning } from "./open-round.ts";
import { stepTasks } from "./take-step.ts";

/** One job in the hands of its manager, from its certified hold to its closed one. */
export interface JobActor {
  readonly book: JobBook;
  /** Goes on wherever the book stands. */
  start(): void;
  /** Takes an executor's answer to the announcement of the round that is open; false for any other, which is too late. */
  hear(answer: BidAnswer, from: Did | undefined): boolean;
  /** Takes in a signed fact: what it comes to is durable once resolved. */
  admit(fact: Signed<AnyBody>): Promise<BookAnswer>;
  /** Takes the next lines of a running attempt's log. */
  keepLog(segment: LogSegment, from: Did): Promise<ReportAnswer>;
  /** Looks again at what is certified. */
  moneyMoved(): void;
  /** Leaves the job as it stands. */
  stop(): Promise<void>;
}

/** Where an actor tells what others may want to know. */
export interface JobActorEvents {
  /** The book has changed. */
  readonly changed: (book: JobBook) => void;
  /** There are more lines in the logs. */
  readonly logged: (book: JobBook) => void;
  /** Nothing is owed any more. */
  readonly finished: (book: JobBook) => void;
}

/** An actor over a book, whose summary stands in the store as it is given. */
export function createJobActor(parts: ManagerParts, kept: KeptBook, events: JobActorEvents): JobActor {
  const { verifier } = parts;
  const { book } = kept;
  const fields = jobFields(book.id);
  const writer = createBookWriter(parts.storage, kept, written);
  const money = createChanges();
  const count = countJob(parts, fields);
  const tasks = createKeyedTasks({ onFailure: retryLater(parts, fields) });
  const heartbeats = createHeartbeats(book, (keys) => {
    for (const key of keys) tasks.renew(key);
    react();
  });
  let { status } = book.state;

  function react(): void {
    tasks.sync(wantedTasks(desk, { wholeLogs, states }, events));
  }

  function written(): void {
    if (book.state.status !== status) count.moved(book.state.status);
    status = book.state.status;
    events.changed(book);
    react();
  }

  const desk: JobDesk = {
    parts,
    book,
    bidding: undefined,
    announcement: undefined,
    declined: new Set(),
    evidence: undefined,
    seating: createTurns(),
    money: {
      next: money.next,
      changed() {
        money.changed();
        react();
      },
    },
    change: writer.change,
  };
  const wholeLogs = createWholeLogs(desk, () => events.logged(book));
  const states = createStateKeeper(desk, react);

  return {
    book,
    start() {
      count.moved(book.state.status);
      react();
    },
    hear: (answer, from) => desk.bidding?.hear(answer, from) ?? isKept(book, answer),
    async admit(fact) {
      if (!verifier.verify(claimOf(fact))) return { answer: "illegal", why: "bad-signature" };
      if (heartbeats.isOne(fact)) return heartbeats.hear(fact);
      const answers = await desk.change(() => ({ said: [...beginning(book), fact] }));
      return answers.at(-1) ?? { answer: "illegal", why: null };
    },
    keepLog: createLogKeeper({ ...parts, book, grown: () => events.logged(book) }).keep,
    moneyMoved: desk.money.changed,
    async stop() {
      await tasks.stop();
      await writer.idle();
    },
  };
}

/** A bid that is in the history did not come too late the first time. */
function isKept({ facts }: JobBook, answer: BidAnswer): boolean {
  return answer.type === "BidSubmission" && facts.has(answer.bid.cid);
}

interface Keepers {
  readonly wholeLogs: WholeLogs;
  readonly states: StateKeeper;
}

function wantedTasks(
  desk: JobDesk,
  { wholeLogs, states }: Keepers,
  { finished }: JobActorEvents,
): readonly Task[] {
  const money = moneyTasks(desk, () => finished(desk.book));
  return [
    ...stepTasks(desk),
    ...lateRevealTasks(desk),
    ...traceTasks(desk),
    ...keepTasks(desk),
    ...states.tasks,
    ...wholeLogs.tasks,
    ...money.filter(({ key }) => key !== "finish" || wholeLogs.isDone),
  ];
}
