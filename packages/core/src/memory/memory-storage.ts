import { CoreError } from "../errors.ts";
import type { Cid } from "../ids/cid.ts";
import type { CommitInput, CommitResult, RefChange, Storage, StorageOptions } from "../ports/storage.ts";
import { findLostRace, prepareCommit } from "../storage/prepare-commit.ts";
import { reachableBlocks } from "../storage/reachable-blocks.ts";
import { createReadModels, type ReadModels } from "../storage/read-models.ts";
import { readPages } from "../storage/read-pages.ts";
import { createRefFeed, type RefFeed } from "../storage/ref-feed.ts";
import { createMemoryDisk, type MemoryDisk } from "./memory-disk.ts";

/** What a memory store opens with. */
export interface MemoryStorageOptions extends StorageOptions {
  /** The content to open and to leave behind; an empty disk when not given. */
  readonly disk?: MemoryDisk;
}

/**
 * The whole of `Storage` in memory, without timers or chance. A commit is judged and applied during the call, and is
 * as durable as the disk that was given; read models are not kept there but rebuilt whenever it is opened.
 */
export function createMemoryStorage(options: MemoryStorageOptions = {}): Storage {
  const { disk = createMemoryDisk(), projections = [], keptLinks } = options;
  const models = createReadModels(projections);
  const feed = createRefFeed();
  let open = true;

  function stop(): void {
    open = false;
    feed.close();
  }

  function assertOpen(): void {
    if (!open) throw new CoreError("the store is closed", { code: "CORE_STORAGE_CLOSED" });
  }

  models.apply(models.project(refsAsChanges(disk), (cid) => disk.blocks.get(cid)));
  disk.mount(stop);

  return {
    async get(cid) {
      assertOpen();
      const bytes = disk.blocks.get(cid);
      return bytes && new Uint8Array(bytes);
    },
    async has(cid) {
      assertOpen();
      return disk.blocks.has(cid);
    },
    async ref(name) {
      assertOpen();
      return disk.refs.get(name) ?? null;
    },
    async *cids() {
      assertOpen();
      for (const cid of [...disk.blocks.keys()]) {
        assertOpen();
        yield cid;
      }
    },
    async *refs(prefix) {
      for await (const [name, cid] of readPages(disk.refs, { from: prefix }, assertOpen)) {
        if (!name.startsWith(prefix)) return;
        yield { name, cid };
      }
    },
    async *rows(model, range = {}) {
      assertOpen();
      for await (const [key, value] of readPages(models.rowsOf(model), range, assertOpen)) {
        yield { key, value: new Uint8Array(value) };
      }
    },
    follow(prefix, { signal }) {
      assertOpen();
      return feed.follow(prefix, signal);
    },
    async commit(input) {
      assertOpen();
      return writeCommit({ disk, models, feed }, input);
    },
    async sweep(cids) {
      assertOpen();
      if (keptLinks === undefined) {
        throw new CoreError("a store opened without keptLinks cannot sweep", {
          code: "CORE_KEPT_LINKS_MISSING",
        });
      }
      const reached = reachableBlocks(disk.refs.values(), (cid) => disk.blocks.get(cid), keptLinks);
      return cids.filter((cid) => !reached.has(cid) && disk.blocks.delete(cid));
    },
    async close() {
      stop();
    },
  };
}

interface Parts {
  readonly disk: MemoryDisk;
  readonly models: ReadModels;
  readonly feed: RefFeed;
}

/** Throws or returns before the first change, or changes everything: nothing in between waits. */
function writeCommit({ disk, models, feed }: Parts, input: CommitInput): CommitResult {
  const { blocks, refs } = prepareCommit(input);
  const lost = findLostRace(refs, (name) => disk.refs.get(name) ?? null);
  if (lost !== undefined) return { ok: false, ...lost };
  const added = new Map(blocks.map(({ cid, bytes }) => [cid, bytes]));
  const blockOf = (cid: Cid) => disk.blocks.get(cid) ?? added.get(cid);
  assertTargets(refs, blockOf);
  const changes = refs.filter(({ expect, to }) => expect !== to);
  models.apply(models.project(changes, blockOf));
  for (const [cid, bytes] of added) disk.blocks.set(cid, bytes);
  for (const { name, to } of changes) {
    if (to === null) disk.refs.delete(name);
    else disk.refs.set(name, to);
  }
  feed.publish(changes);
  return { ok: true, cids: blocks.map(({ cid }) => cid) };
}

function assertTargets(refs: readonly RefChange[], blockOf: (cid: Cid) => Uint8Array | undefined): void {
  for (const { name, to } of refs) {
    if (to === null || blockOf(to) !== undefined) continue;
    const failure = { code: "CORE_REF_TARGET_MISSING", ref: name, cid: to } as const;
    throw new CoreError(`the target of ${name} is neither stored nor in the commit`, failure);
  }
}

function refsAsChanges({ refs }: MemoryDisk): readonly RefChange[] {
  const all = refs.entries({ limit: refs.size });
  return all.map(([name, cid]) => ({ name, expect: null, to: cid }));
}
