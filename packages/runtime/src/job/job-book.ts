import {
  type AnyBody,
  type Assignment,
  type Cid,
  cidOf,
  type Did,
  type Entry,
  entryRecord,
  type Happening,
  type Job,
  type JobId,
  managerOf,
  type Signed,
} from "@icn-mesh/core";
import {
  type Fact,
  foldHistory,
  type JobLifecycle,
  type LifecycleEvent,
  type LifecycleState,
  planOf,
  readFact,
  submitted,
  transition,
} from "@icn-mesh/mesh";
import { type Decision, eventOf, isFact, type Said } from "./said.ts";

/** What became of one thing that was said about a job. Only `applied` is written down. */
export interface BookAnswer {
  readonly answer: "applied" | "duplicate" | "stale" | "illegal";
  /** In the words of the lifecycle; `applied` has none. */
  readonly why: string | null;
}

/** An entry as it will be stored. */
export interface PlannedEntry extends Fact<Entry> {
  readonly bytes: Uint8Array;
}

/** What a book would become, to be made durable before it is adopted. */
export interface BookPlan {
  readonly state: LifecycleState;
  readonly entries: readonly PlannedEntry[];
  /** The facts that the entries admit. */
  readonly facts: readonly Signed<AnyBody>[];
  /** One for each thing said. */
  readonly answers: readonly BookAnswer[];
}

/**
 * The history of one job in the hands of its manager. It changes in place, by plans only, and what it says is at any
 * time what a stranger's fold over its entries and facts would say.
 */
export interface JobBook {
  readonly id: JobId;
  readonly job: Signed<Job>;
  readonly manager: Did;
  readonly state: LifecycleState;
  /** The last entry; null before the first. */
  readonly head: Cid | null;
  readonly entries: readonly Fact<Entry>[];
  /** Every fact that an entry admits, in the order of the history. */
  readonly facts: ReadonlyMap<Cid, Signed<AnyBody>>;
  /** What the book would become by this, each heard in the state that the ones before it leave. Nothing changes. */
  plan(said: readonly Said[]): BookPlan;
  /** Makes the book what a plan says. The plan was made on the book as it is now. */
  adopt(plan: BookPlan): void;
  lifecycle(): JobLifecycle;
}

/** The book of a job of which nothing has been said yet. */
export function createJobBook(job: Signed<Job>): JobBook {
  const id = job.cid as string as JobId;
  const manager = managerOf(job.body);
  const entries: Fact<Entry>[] = [];
  const facts = new Map<Cid, Signed<AnyBody>>();
  const assignments = new Map<Cid, Fact<Assignment>>();
  let state: LifecycleState = submitted(planOf(job.body));

  function plan(said: readonly Said[]): BookPlan {
    const draft = createDraft({ job, state, assignments: new Map(assignments), known: facts });
    const answers = said.map((each) => draft.hear(each));
    return { state: draft.state, entries: chain(draft.heard), facts: draft.heard.filter(isFact), answers };
  }

  function chain(heard: readonly Said[]): readonly PlannedEntry[] {
    let prev = entries.at(-1)?.cid ?? null;
    return heard.map((each, index) => {
      const happened = happeningOf(each);
      const body = { ...head(entries.length + index), prev, happened };
      const bytes = entryRecord.codec.encode(body);
      prev = cidOf(bytes);
      return { cid: prev, body, bytes };
    });
  }

  function head(seq: number): Omit<Entry, "prev" | "happened"> {
    return { t: "icn/entry/1", net: job.body.net, by: manager, via: null, job: id, seq };
  }

  return {
    id,
    job,
    manager,
    entries,
    facts,
    get state() {
      return state;
    },
    get head() {
      return entries.at(-1)?.cid ?? null;
    },
    plan,
    adopt(adopted) {
      state = adopted.state;
      for (const { cid, body } of adopted.entries) entries.push({ cid, body });
      for (const fact of adopted.facts) {
        facts.set(fact.cid, fact);
        if (fact.body.t === "icn/assign/1") assignments.set(fact.cid, { cid: fact.cid, body: fact.body });
      }
    },
    lifecycle: () => foldHistory({ job, entries, facts: facts.values() }).lifecycle,
  };
}

interface DraftStart {
  readonly job: Fact<Job>;
  readonly state: LifecycleState;
  readonly assignments: Map<Cid, Fact<Assignment>>;
  readonly known: ReadonlyMap<Cid, unknown>;
}

interface Draft {
  readonly state: LifecycleState;
  readonly heard: readonly Said[];
  hear(said: Said): BookAnswer;
}

function createDraft({ job, state: initial, assignments, known }: DraftStart): Draft {
  const heard: Said[] = [];
  const fresh = new Set<Cid>();
  let state = initial;

  function readingOf(said: Said): LifecycleEvent | null | { readonly fault: string } {
    if (!isFact(said)) return eventOf(said, assignments) ?? { fault: "unknown-assignment" };
    const reading = readFact({ job, assignments }, said);
    return "fault" in reading ? { fault: reading.fault } : reading.event;
  }

  function note(said: Said): BookAnswer {
    heard.push(said);
    if (isFact(said)) fresh.add(said.cid);
    if (isFact(said) && said.body.t === "icn/assign/1")
      assignments.set(said.cid, { cid: said.cid, body: said.body });
    return APPLIED;
  }

  return {
    get state() {
      return state;
    },
    heard,
    hear(said) {
      if (isFact(said) && (known.has(said.cid) || fresh.has(said.cid))) return DUPLICATE;
      const event = readingOf(said);
      if (event === null) return note(said);
      if ("fault" in event) return { answer: "illegal", why: event.fault };
      const answer = transition(state, event);
      if (answer.answer !== "applied") return { answer: answer.answer, why: answer.why };
      state = answer.state;
      return note(said);
    },
  };
}

const APPLIED: BookAnswer = { answer: "applied", why: null };
const DUPLICATE: BookAnswer = { answer: "duplicate", why: "already-so" };

function happeningOf(said: Said): Happening {
  return isFact(said) ? { type: "fact", cid: said.cid, sig: said.sig } : (said satisfies Decision);
}
