import type { Announcement, Did, Signed } from "@icn-mesh/core";
import type { Ruling } from "@icn-mesh/economics";
import type { BookExtras } from "../job/book-store.ts";
import type { BookAnswer, JobBook } from "../job/job-book.ts";
import type { Said } from "../job/said.ts";
import type { Changes } from "../tasks/changes.ts";
import type { Turns } from "../tasks/turns.ts";
import type { Bidding } from "./bidding.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** Something to write into the history of a job, and what is written with it if any of it applies. */
export interface JobChange {
  readonly said: readonly Said[];
  readonly extras?: BookExtras;
}

/** One job on the desk of its manager: what the steps of its lifecycle work on. */
export interface JobDesk {
  readonly parts: ManagerParts;
  readonly book: JobBook;
  /** The round that is open. What it holds is lost in a crash: it is announced again then. */
  bidding: Bidding | undefined;
  /** The announcement of that round, until it is published. */
  announcement: Signed<Announcement> | undefined;
  /** Executors that did not accept; they are not asked again, and that is forgotten in a restart. */
  readonly declined: Set<Did>;
  /** The receipts of a quorum that guards were shown last, and what came of it. */
  evidence: { readonly key: string; readonly shown: Promise<Ruling<null>> } | undefined;
  /** Seats are filled in turn. */
  readonly seating: Turns;
  /** Told when the certified money of the job has changed. */
  readonly money: Changes;
  /**
   * Decides on the book as it stands, in turn with all others, and makes that durable before anything follows from it.
   * The decision is synchronous; undefined changes nothing.
   */
  change(decide: () => JobChange | undefined): Promise<readonly BookAnswer[]>;
}
