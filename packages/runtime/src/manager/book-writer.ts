import type { Cid, Storage } from "@icn-mesh/core";
import { commitPlan } from "../job/book-store.ts";
import type { BookAnswer, BookPlan, JobBook } from "../job/job-book.ts";
import { createTurns } from "../tasks/turns.ts";
import type { JobChange, JobDesk } from "./job-desk.ts";

/** A book, and its summary as it stands in the store. */
export interface KeptBook {
  readonly book: JobBook;
  readonly summary: Cid | null;
}

/** Changes a book, one change after the other. */
export interface BookWriter extends Pick<JobDesk, "change"> {
  /** Resolves when no change is under way. */
  idle(): Promise<void>;
}

/** A writer of a book that nobody else writes; `written` is told of every change once it is durable. */
export function createBookWriter(
  storage: Storage,
  { book, summary: kept }: KeptBook,
  written: () => void,
): BookWriter {
  const turns = createTurns();
  let summary = kept;

  async function decideAndWrite(decide: () => JobChange | undefined): Promise<readonly BookAnswer[]> {
    const change = decide();
    if (change === undefined) return [];
    const plan = book.plan(change.said);
    if (plan.entries.length > 0) await write(plan, change);
    return plan.answers;
  }

  async function write(plan: BookPlan, { extras = {} }: JobChange): Promise<void> {
    summary = await commitPlan(storage, book, { plan, summary, extras });
    book.adopt(plan);
    written();
  }

  return {
    change: (decide) => turns.take(() => decideAndWrite(decide)),
    idle: () => turns.idle(),
  };
}
