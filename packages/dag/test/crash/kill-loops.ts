import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createSeededRng } from "@icn-mesh/core";
import { openFileStorage } from "../../src/engines/file/open-file-storage.ts";
import { openSqliteStorage } from "../../src/engines/sqlite/open-sqlite-storage.ts";
import { historyOptions, lastStep } from "./history.ts";
import { startWriter } from "./start-writer.ts";

/** What became of a store whose writer was killed again and again. */
export interface KillReport {
  readonly loops: number;
  readonly acknowledged: number;
  /** Commits that were acknowledged and are not there. */
  readonly lost: number;
  /** Commits that were not acknowledged and are there all the same, as they may. */
  readonly unannounced: number;
}

/** How to kill. */
export interface KillOptions {
  readonly engine: "file" | "sqlite";
  readonly path: string;
  readonly loops: number;
  readonly seed: string;
}

const MOST_ACKNOWLEDGEMENTS = 40;

/** Kills a writer with signal 9 after a drawn number of acknowledgements, which this process keeps, and looks. */
export async function killLoops({ engine, path, loops, seed }: KillOptions): Promise<KillReport> {
  const rng = createSeededRng(seed);
  let known = 0;
  let lost = 0;
  let unannounced = 0;
  for (let loop = 0; loop < loops; loop++) {
    const writer = startWriter({ engine, path, steps: 1000 });
    const told = await lastAcknowledged(writer, 1 + rng.below(MOST_ACKNOWLEDGEMENTS));
    known = Math.max(known, told);
    const found = await stepsIn(engine, path);
    lost += Math.max(0, known - found);
    unannounced += Math.max(0, found - known);
    known = found;
  }
  return { loops, acknowledged: known, lost, unannounced };
}

/** Lets the writer go on until it told so many steps, kills it, and gives the last step that it told. */
async function lastAcknowledged(writer: ChildProcess, count: number): Promise<number> {
  const ended = once(writer, "close");
  let text = "";
  writer.stdout?.on("data", (more) => {
    text += more;
    if (text.split("\n").length > count) writer.kill("SIGKILL");
  });
  await ended;
  // Whatever it wrote before it was killed counts, also what came after the kill was decided.
  return Number(text.split("\n").at(-2) ?? 0);
}

async function stepsIn(engine: KillOptions["engine"], path: string): Promise<number> {
  const open = engine === "file" ? openFileStorage : openSqliteStorage;
  const storage = await open(path, historyOptions);
  try {
    return await lastStep(storage);
  } finally {
    await storage.close();
  }
}
