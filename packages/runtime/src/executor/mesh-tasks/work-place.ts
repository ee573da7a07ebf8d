import type {
  Assignment,
  Bid,
  BlockInput,
  Cid,
  Commit,
  ExecutionReceipt,
  Job,
  Release,
  Signed,
} from "@icn-mesh/core";
import type { TaskDesk } from "../task-source.ts";
import type { MeshTaskParts } from "./mesh-task-parts.ts";
import type { WorkRecord } from "./work-record.ts";

/** What an executor knows of an assignment besides its record. */
export interface WorkFacts {
  readonly job: Signed<Job>;
  readonly bid: Signed<Bid>;
  readonly assignment: { readonly cid: Cid; readonly body: Assignment; readonly bytes: Uint8Array };
}

/** The executor's last word on an assignment. */
export type WorkWord = Signed<ExecutionReceipt> | Signed<Release>;

/** A change of a work record, with what is written with it. */
export interface WorkChange {
  readonly record: WorkRecord;
  readonly blocks?: readonly BlockInput[];
}

/** What belongs to an executor's last word. */
export interface WordParts {
  readonly blocks: readonly BlockInput[];
  readonly keeps: readonly Cid[];
  /** Of a word that nobody hears until its time has come: the commit to it, and its payloads under seal. */
  readonly bound?: { readonly commit: Signed<Commit>; readonly sealed: Cid };
}

/** One assignment in the hands of its executor, from its acceptance until nothing is owed about it. */
export interface WorkActor {
  readonly facts: WorkFacts;
  readonly record: WorkRecord;
  readonly word: WorkWord | null;
  /** The record as it is in the store, where the executor may know more by now. */
  readonly stored: Cid;
  readonly isBehind: boolean;
  /** Goes on wherever the record stands. */
  start(): void;
  /**
   * Takes note of what others would tell this executor again after a restart; it is written with the next change, or
   * a little later.
   */
  note(decide: (record: WorkRecord) => WorkRecord): Promise<void>;
  /** Decides on the record as it stands, and makes that durable before anything follows from it; undefined changes nothing. */
  change(decide: (record: WorkRecord) => WorkChange | undefined): Promise<void>;
  /** The same, with the executor's last word. A second word changes nothing. */
  say(word: WorkWord, more?: WordParts): Promise<void>;
  stop(): Promise<void>;
}

/** What an actor begins with. */
export interface WorkStart {
  readonly facts: WorkFacts;
  readonly record: WorkRecord;
  readonly word: WorkWord | null;
}

/** Where an actor works, and whom it tells when nothing is owed any more. */
export interface WorkPlace {
  readonly parts: MeshTaskParts;
  readonly desk: TaskDesk;
  readonly finished: (actor: WorkActor) => void;
}
