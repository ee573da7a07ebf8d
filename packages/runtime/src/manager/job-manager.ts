import {
  type Cancel,
  certificateCodec,
  createEmitter,
  type JobId,
  type Listenable,
  type Signed,
} from "@icn-mesh/core";
import type { Proof } from "@icn-mesh/economics";
import type { JobLifecycleStatus } from "@icn-mesh/mesh";
import { loadBook } from "../job/book-store.ts";
import type { JobBook } from "../job/job-book.ts";
import { jobFields } from "../job/job-fields.ts";
import { JOBS, refNames } from "../job/ref-names.ts";
import { settledAssignment } from "../job/settled-assignment.ts";
import type { ManagerInbox } from "../network/inboxes.ts";
import type { ReportAnswer } from "../network/network-message.ts";
import { createAssignmentHolders } from "./assignment-holders.ts";
import { createJobActor, type JobActor } from "./job-actor.ts";
import { createManagerInbox } from "./manager-inbox.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** What happens to the jobs that a node manages. */
export interface JobEvents {
  /** The history of a job has grown. */
  readonly job: { readonly id: JobId; readonly status: JobLifecycleStatus; readonly entries: number };
  /** The guest of a job has logged more. */
  readonly log: { readonly id: JobId };
  /** A job has ended and its money is settled. */
  readonly finished: { readonly id: JobId };
}

/** Drives all jobs that this node manages, each from its certified hold to its end and the end of its money. */
export interface JobManager {
  readonly events: Listenable<JobEvents>;
  /** Jobs in the working set. */
  readonly open: number;
  /** What peers say about the jobs goes here. */
  readonly inbox: ManagerInbox;
  /** Takes up every job that the store says something is owed about. */
  start(): Promise<void>;
  /** Takes up a new job, whose hold is certified or is refused for good. */
  manage(book: JobBook): Promise<void>;
  /** The book of a job in the working set. */
  book(id: JobId): JobBook | undefined;
  /** Told of a certificate that others have shown: it may have moved the money of a job. */
  learnt(proof: Proof): void;
  /** Takes in the word of the creator, or of this node, that a job is not wanted any more. */
  cancel(cancel: Signed<Cancel>): Promise<ReportAnswer>;
  /** Leaves all jobs as they stand. */
  stop(): Promise<void>;
}

/** Whoever watches a job listens. */
const MOST_WATCHERS = 16_384;

/** A manager with no jobs yet. */
export function createJobManager(parts: ManagerParts): JobManager {
  const { storage, accounts, logger } = parts;
  const actors = new Map<JobId, JobActor>();
  const assignments = createAssignmentHolders();
  const events = createEmitter<JobEvents>({
    maxListeners: MOST_WATCHERS,
    onListenerError: (error, event) => logger.error("a listener failed", { event, reason: String(error) }),
  });

  function changed(book: JobBook): void {
    const actor = actors.get(book.id);
    if (actor !== undefined) assignments.note(actor);
    events.emit("job", { id: book.id, status: book.state.status, entries: book.entries.length });
  }

  const logged = ({ id }: JobBook): void => events.emit("log", { id });

  function finished(book: JobBook): void {
    actors.delete(book.id);
    assignments.forget(book);
    logger.debug("job finished", { ...jobFields(book.id), status: book.state.status });
    events.emit("finished", { id: book.id });
  }

  async function manage(book: JobBook): Promise<void> {
    const summary = await storage.ref(refNames.summary(book.id));
    const actor = createJobActor(parts, { book, summary }, { changed, logged, finished });
    actors.set(book.id, actor);
    assignments.note(actor);
    actor.start();
  }

  const inbox = createManagerInbox({ parts, actors, assignments });

  return {
    events,
    get open() {
      return actors.size;
    },
    inbox,
    async start() {
      for await (const { name, cid: head } of storage.refs(JOBS)) {
        const id = name.slice(JOBS.length) as JobId;
        const book = await loadBook(storage, { id, head, signerOf: (job) => accounts.signerOf(job.by) });
        await manage(book);
      }
      logger.info("jobs taken up", { jobs: actors.size });
    },
    manage,
    book: (id) => actors.get(id)?.book,
    learnt({ certificate }) {
      const assignment = settledAssignment(certificateCodec.parse(certificate).slot);
      if (assignment !== undefined) assignments.holderOf(assignment)?.moneyMoved();
    },
    cancel: inbox.cancel,
    async stop() {
      await Promise.all([...actors.values()].map((actor) => actor.stop()));
    },
  };
}
