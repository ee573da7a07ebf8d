import { setImmediate as pause } from "node:timers/promises";
import type { Cid, KeptLinks } from "@icn-mesh/core";
import type { PreparedCommit } from "@icn-mesh/core/storage";
import type { LocalEngine } from "./local-engine.ts";
import { assertKeptLinks, createMarks, type Marks } from "./marks.ts";
import { nextKey, PAGE } from "./read-pages.ts";
import { createTurns } from "./turns.ts";

/** Removes garbage from an engine while commits go on. */
export interface Sweeper {
  /** Called with every commit that goes through, before it is written. */
  shade(commit: PreparedCommit): void;
  /** As `Storage.sweep`; one sweep after the other. */
  sweep(cids: readonly Cid[]): Promise<readonly Cid[]>;
}

/** What a sweeper works with. */
export interface SweeperComponents {
  readonly engine: LocalEngine;
  readonly keptLinks: KeptLinks | undefined;
  /** Runs a task between the commits that were called before and those that are called after. */
  readonly alone: <Result>(task: () => Promise<Result>) => Promise<Result>;
  /** Throws when the store is closed. */
  readonly assertOpen: () => void;
}

/** A sweeper at rest. */
export function createSweeper({ engine, keptLinks, alone, assertOpen }: SweeperComponents): Sweeper {
  const turn = createTurns();
  let active: Marks | undefined;

  /** Leaves the store to others after every page. */
  async function breathe(): Promise<void> {
    await pause();
    assertOpen();
  }

  async function mark(marks: Marks): Promise<void> {
    for (let page = engine.refPage("", PAGE); page.length > 0; ) {
      for (const { cid } of page) marks.add(cid);
      await breathe();
      page = engine.refPage(nextKey(page.at(-1)?.name ?? ""), PAGE);
    }
    while (followSome(engine, marks)) await breathe();
  }

  /** Commits may come between two slices: until the end whatever they reach is marked. */
  async function remove(cids: readonly Cid[], marks: Marks): Promise<readonly Cid[]> {
    while (followSome(engine, marks)); // what commits shaded since
    const removed = cids.filter((cid) => !marks.has(cid) && engine.has(cid));
    if (removed.length > 0) await engine.write({ removed });
    return removed;
  }

  async function run(cids: readonly Cid[], marks: Marks): Promise<readonly Cid[]> {
    assertOpen();
    try {
      await alone(async () => {
        active = marks;
      });
      await mark(marks);
      const removed: Cid[] = [];
      for (const some of inSlices([...new Set(cids)])) {
        removed.push(...(await alone(() => remove(some, marks))));
        await breathe();
      }
      return removed;
    } finally {
      active = undefined;
    }
  }

  return {
    shade(commit) {
      active?.shade(commit);
    },
    async sweep(cids) {
      assertOpen();
      assertKeptLinks(keptLinks);
      const given = [...cids];
      const marks = createMarks(keptLinks);
      return turn(() => run(given, marks));
    },
  };
}

/** So many are removed without leaving the store to others. */
const SLICE = 1024;

function* inSlices(cids: readonly Cid[]): Generator<readonly Cid[]> {
  for (let at = 0; at < cids.length; at += SLICE) yield cids.slice(at, at + SLICE);
}

/** Follows a page of what is reached; false when all is. */
function followSome(engine: LocalEngine, marks: Marks): boolean {
  const some = marks.take(PAGE);
  for (const cid of some) {
    const bytes = engine.block(cid);
    if (bytes !== undefined) marks.follow({ cid, bytes });
  }
  return some.length > 0;
}
