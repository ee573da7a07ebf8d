import { CoreError, type Storage, type StorageOptions } from "@icn-mesh/core";
import { createRefFeed, type PreparedCommit, prepareCommit } from "@icn-mesh/core/storage";
import { createByteArena } from "./byte-arena.ts";
import { GROUP_BYTES, weightOf } from "./commit-weight.ts";
import { type CommitVerdict, type GroupEffects, judgeGroup } from "./judge-group.ts";
import type { LocalEngine, StoreChanges } from "./local-engine.ts";
import { byModel, fillModels, projectionOf } from "./models.ts";
import { PAGE, readRefs, readRows, whileOpen } from "./read-pages.ts";
import { createSweeper } from "./sweeper.ts";
import { createWorkQueue } from "./work-queue.ts";

/** The store that an engine keeps, with its read models filled; the engine is closed if that fails. */
export async function openLocalStorage(engine: LocalEngine, options: StorageOptions): Promise<Storage> {
  try {
    const models = byModel(options.projections ?? []);
    await fillModels(engine, models.values());
    return createLocalStorage(engine, options);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function createLocalStorage(engine: LocalEngine, { projections = [], keptLinks }: StorageOptions): Storage {
  const models = byModel(projections);
  const feed = createRefFeed();
  const arena = createByteArena();
  const queue = createWorkQueue({ runGroup, weightOf, maxWeight: GROUP_BYTES, defer: setImmediate });
  const sweeper = createSweeper({ engine, keptLinks, alone: queue.alone, assertOpen });
  let closing: Promise<void> | undefined;

  function assertOpen(): void {
    if (closing !== undefined) throw new CoreError("the store is closed", { code: "CORE_STORAGE_CLOSED" });
  }

  async function runGroup(commits: readonly PreparedCommit[]): Promise<readonly CommitVerdict[]> {
    const { verdicts, effects } = judgeGroup(commits, engine, projections);
    verdicts.forEach((verdict, index) => {
      if ("result" in verdict && verdict.result.ok) sweeper.shade(commits[index] as PreparedCommit);
    });
    if (effects.blocks.size + effects.refs.size > 0) {
      await engine.write(withStaleModels(effects, engine.modelVersions(), models));
    }
    for (const verdict of verdicts) if ("changes" in verdict) feed.publish(verdict.changes);
    return verdicts;
  }

  return {
    async get(cid) {
      assertOpen();
      return engine.block(cid);
    },
    async has(cid) {
      assertOpen();
      return engine.has(cid);
    },
    async ref(name) {
      assertOpen();
      return engine.ref(name);
    },
    cids: () => whileOpen(assertOpen, flat(engine.cidPages())),
    refs: (prefix) =>
      whileOpen(
        assertOpen,
        readRefs(prefix, (from) => engine.refPage(from, PAGE)),
      ),
    async *rows(model, range = {}) {
      assertOpen();
      projectionOf(models, model);
      yield* whileOpen(
        assertOpen,
        readRows(range, (page) => engine.rowPage(model, page)),
      );
    },
    follow(prefix, { signal }) {
      assertOpen();
      return feed.follow(prefix, signal);
    },
    async commit(input) {
      assertOpen();
      const lease = arena.begin(weightOf(input));
      try {
        return await queue.push(prepareCommit(input, lease.copy));
      } finally {
        lease.end();
      }
    },
    sweep: (cids) => sweeper.sweep(cids),
    close() {
      closing ??= queue.idle().then(() => {
        feed.close();
        return engine.close();
      });
      return closing;
    },
  };
}

/** Rows of models that are not registered now do not follow the refs from here on. */
function withStaleModels(
  effects: GroupEffects,
  versions: ReadonlyMap<string, number>,
  registered: ReadonlyMap<string, unknown>,
): StoreChanges {
  const stale = [...versions.keys()].filter((model) => !registered.has(model));
  if (effects.refs.size === 0 || stale.length === 0) return effects;
  return { ...effects, models: new Map(stale.map((model) => [model, null])) };
}

async function* flat<Item>(pages: Iterable<readonly Item[]>): AsyncGenerator<Item> {
  for (const page of pages) yield* page;
}
