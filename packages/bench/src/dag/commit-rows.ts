import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchRow, median } from "../side-by-side.ts";
import type { CommitAnswer, CommitQuestion } from "./commit-worker.ts";

const ROUNDS = 9;
const SLICE_MS = 150;
const KINDS = ["floor", "file", "sqlite", "naive", "classic-level"];
/** Alone with the floor: thousands of small files, which the system writes back when it likes, slow all others. */
const UNSYNCED = ["floor", "blockstore-fs"];

/** How many write at once, and what is compared then: a lone commit by time, one of many by processor time. */
const LOADS = [
  { writers: 1, by: "wall", called: (size: number) => `a lone commit of ${size} B`, wanted: 1.3 },
  {
    writers: 100,
    by: "cpu",
    called: (size: number) => `100 commits of ${size} B at once, CPU of each`,
    wanted: 3,
  },
] as const;

/** Durable commits to our stores, to those that one would use instead, and to a bare file, in turns. */
export async function commitRows(directory: string, sizes: readonly number[]): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const kinds of [KINDS, UNSYNCED]) {
    const own = mkdtempSync(join(directory, "commits-"));
    const stores = await Promise.all(kinds.map((kind) => startStore(kind, own)));
    const there = stores.filter(({ name }) => name !== undefined);
    for (const size of sizes) for (const load of LOADS) rows.push(...(await compare(there, size, load)));
    for (const { worker } of stores) worker.kill();
  }
  return rows;
}

interface StartedStore {
  readonly kind: string;
  readonly name: string | undefined;
  readonly worker: ChildProcess;
}

async function startStore(kind: string, directory: string): Promise<StartedStore> {
  const own = join(directory, kind);
  mkdirSync(own);
  const worker = fork(fileURLToPath(new URL("commit-worker.ts", import.meta.url)), [kind, own]);
  const [{ name }] = await once(worker, "message");
  return { kind, name, worker };
}

async function compare(
  stores: readonly StartedStore[],
  size: number,
  { writers, by, called, wanted }: (typeof LOADS)[number],
): Promise<readonly BenchRow[]> {
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const spent: number[] = [];
    for (let turn = 0; turn < stores.length; turn++) {
      const index = (turn + round) % stores.length; // everybody comes after everybody
      const { worker } = stores[index] as StartedStore;
      spent[index] = (await ask(worker, { size, writers, milliseconds: SLICE_MS }))[by];
    }
    rounds.push(spent);
  }
  return stores.map(({ kind, name = kind }, index) => ({
    operation: called(size),
    name,
    micros: median(rounds.map((spent) => spent[index] as number)),
    ratio: median(rounds.map((spent) => (spent[index] as number) / (spent[0] as number))),
    wanted: kind === "file" ? wanted : undefined,
  }));
}

async function ask(worker: ChildProcess, question: CommitQuestion): Promise<CommitAnswer> {
  const answered = once(worker, "message");
  worker.send(question);
  const [answer] = await answered;
  return answer;
}
