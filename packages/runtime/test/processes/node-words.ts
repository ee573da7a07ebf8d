import type { Cid, Did, JobId, JobSpec } from "@icn-mesh/core";
import type { SubmitOptions } from "../../src/index.ts";

/** What a node of a real mesh is, in the first line that its process reads. */
export interface NodeSetting {
  /** Its own: key file, store and boot count are in it. */
  readonly directory: string;
  /** The signed constitution, in base64. */
  readonly constitution: string;
  readonly isGuard?: boolean;
  readonly executes?: boolean;
  /** What it asks for a job. */
  readonly price?: number;
  /** The charter's word that its account is a member, in base64. */
  readonly member?: { readonly body: string; readonly sig: string };
  /** A payload about which it says something else than what came of it. */
  readonly liesAbout?: string;
  readonly bootstrap: readonly string[];
  readonly listen: string;
  /** How many times as fast as the clock on the wall its waits pass, and from when on. */
  readonly pace: { readonly times: number; readonly since: number };
}

/** When a node kills its own process, or stops it, or waits. */
export interface KillPlan {
  readonly when: "before" | "after";
  /** The number of the commit, counted from now, from 1. */
  readonly commit: number;
  /** Counts only commits that name this in a ref or in a block. */
  readonly mentions?: string;
  /** It is killed when not given; with none, that commit alone waits for the next plan. */
  readonly signal?: "SIGKILL" | "SIGSTOP" | "none";
}

/** How a job stands, as a process says it. */
export interface JobWords {
  readonly status: string;
  readonly reason: string | null;
  readonly money: string;
  readonly executor: Did | null;
  readonly attempts: number;
  readonly result: Cid | null;
  /** The step that its executor went on from. */
  readonly resumedAt: number | null;
}

/** What a job is submitted with. */
export interface SubmitWords {
  readonly manifest: Cid | null;
  readonly spec: JobSpec;
  readonly cost: number;
  readonly spare: number;
  readonly options: Omit<SubmitOptions, "spare">;
}

/** What can be ordered, with its terms and its answer. */
export interface Orders {
  /** Has the guards take in a deposit, and takes it in. */
  deposit: [terms: { body: string; sig: string }, answer: object];
  /** Stores an input. */
  put: [terms: { text: string }, answer: { cid: Cid }];
  submit: [terms: SubmitWords, answer: { job: JobId } | { refused: string }];
  /** Resolves once the job is settled. */
  settled: [terms: { job: JobId }, answer: JobWords];
  /** Resolves once the job has a status of these, or is settled. */
  until: [terms: { job: JobId; statuses: readonly string[] }, answer: JobWords];
  /** Resolves once it has a state from which the job can go on. */
  resumable: [terms: { job: JobId }, answer: object];
  /** How the attempt of each executor of a job was settled. */
  endings: [terms: { job: JobId }, answer: { endings: Readonly<Record<Did, string>> }];
  /** Resolves once an account has this reputation. */
  reputation: [terms: { of: Did; is: number }, answer: object];
  output: [terms: { job: JobId }, answer: { text: string }];
  /** Gets a payload from peers, and reads it. */
  fetch: [terms: { cid: Cid; from: readonly Did[] }, answer: { text: string | null }];
  /** Resolves once it can spend more than that. */
  earned: [terms: { above: number }, answer: object];
  balance: [terms: object, answer: { free: number }];
  /** What its process has worked until now, on all its threads, in microseconds of processor time. */
  work: [terms: object, answer: { micros: number }];
  /** Resolves when so much time has passed on its own clock. */
  wait: [terms: { ms: number }, answer: object];
  /** How many jobs and assignments it has about which something is owed. */
  open: [terms: object, answer: { open: number }];
  /** Resolves once it owes nothing. */
  idle: [terms: object, answer: object];
  /** Resolves once it knows so many executors, and as many neighbours hear its announcements. */
  knows: [terms: { executors: number }, answer: object];
  /** Resolves once it knows how so many assignments ended, with what that comes to. */
  shares: [terms: { outcomes: number }, answer: { root: Cid }];
  kill: [terms: { plan: KillPlan | null }, answer: { commits: number }];
  /** Of a guard: what an audit of its store finds, and its sums. */
  audit: [terms: object, answer: { findings: readonly unknown[]; facts: number; totals: Totals }];
}

/** The sums of a guard's ledger. */
export type Totals = Readonly<Record<"minted" | "balances" | "held" | "credits" | "burned", number>>;
