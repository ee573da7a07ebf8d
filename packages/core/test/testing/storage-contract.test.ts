import { describe, expect, it } from "vitest";
import { CoreError } from "../../src/errors.ts";
import { createMemoryDisk, type MemoryDisk } from "../../src/memory/memory-disk.ts";
import { createMemoryStorage } from "../../src/memory/memory-storage.ts";
import type {
  CommitInput,
  CommitResult,
  Ref,
  RefEvent,
  Storage,
  StorageOptions,
} from "../../src/ports/storage.ts";
import { durableStorageContract, storageContract } from "../../src/testing/storage-contract.ts";

// The contract is worth what it catches. Each of these stores is the memory store with one fault, and the promise
// that must find it.

type Fault = (disk: MemoryDisk, options: StorageOptions) => Storage;

/** A fault in some members of an otherwise good store. */
function faulty(spoil: (good: Storage, disk: MemoryDisk) => Partial<Storage>): Fault {
  return (disk, options) => {
    const good = createMemoryStorage({ ...options, disk });
    return { ...good, ...spoil(good, disk) };
  };
}

/** A fault in what a commit is told or tells. */
function faultyCommit(commit: (good: Storage, input: CommitInput) => Promise<CommitResult>): Fault {
  return faulty((good) => ({ commit: (input) => commit(good, input) }));
}

const faults: Readonly<Record<string, readonly [promise: string, fault: Fault]>> = {
  "ignores what a ref is expected to be": [
    "lets exactly one of a hundred racing commits win, round after round",
    faulty((good, disk) => ({
      commit(input) {
        const refs = input.refs?.map((change) => ({ ...change, expect: disk.refs.get(change.name) ?? null }));
        return good.commit({ ...input, refs: refs ?? [] });
      },
    })),
  ],
  "returns wrong bytes": [
    "returns the bytes of a block under the CID of their content, whatever its codec",
    faulty((good) => ({ get: async (cid) => (await good.get(cid))?.fill(0) })),
  ],
  "takes the codec of every block for dag-cbor": [
    "returns the bytes of a block under the CID of their content, whatever its codec",
    faultyCommit((good, { blocks = [], refs = [] }) =>
      good.commit({ blocks: blocks.map(({ bytes }) => ({ bytes })), refs }),
    ),
  ],
  "answers with the very bytes that it stores": [
    "is unmoved when a reader writes to the bytes that it got",
    faulty((_, disk) => ({ get: async (cid) => disk.blocks.get(cid) })),
  ],
  "reads the caller's buffer later": [
    "is unmoved when the caller reuses its buffer as soon as it has called",
    faultyCommit(async (good, input) => good.commit(await Promise.resolve(input))),
  ],
  "loses the ref that a race was lost for": [
    "writes nothing of a commit that lost a race",
    faultyCommit(async (good, input) => {
      const result = await good.commit(input);
      if (!result.ok) await good.commit({ refs: [{ name: result.ref, expect: result.actual, to: null }] });
      return result;
    }),
  ],
  "keeps the blocks of a commit that lost": [
    "lets exactly one of a hundred racing commits win, round after round",
    faultyCommit(async (good, input) => {
      const result = await good.commit(input);
      if (!result.ok) await good.commit({ blocks: input.blocks ?? [] });
      return result;
    }),
  ],
  "writes block by block and ref by ref": [
    "refuses a ref to a block that is neither stored nor in the commit, and writes nothing",
    faultyCommit(async (good, { blocks = [], refs = [] }) => {
      const { ok } = await good.commit({ blocks });
      for (const change of refs) await good.commit({ refs: [change] });
      return { ok, cids: [] } as CommitResult;
    }),
  ],
  "lets a ref point at nothing": [
    "refuses a ref to a block that is neither stored nor in the commit, and writes nothing",
    faultyCommit((good, input) => good.commit(input).catch(() => ({ ok: true, cids: [] }))),
  ],
  "takes the last of two changes of one ref": [
    "refuses a commit that changes one ref twice, and writes nothing",
    faultyCommit((good, { blocks = [], refs = [] }) => {
      return good.commit({
        blocks,
        refs: [...new Map(refs.map((change) => [change.name, change])).values()],
      });
    }),
  ],
  "trims names": [
    "takes any other name, letter by letter",
    faultyCommit((good, { blocks = [], refs = [] }) => {
      return good.commit({
        blocks,
        refs: refs.map((change) => ({ ...change, name: change.name.trim() || "x" })),
      });
    }),
  ],
  "judges every second commit late": [
    "judges commits in the order of the calls, each on what those before it left",
    faulty((good) => {
      let calls = 0;
      return {
        commit: async (input) =>
          calls++ % 2 === 0 ? Promise.resolve().then(() => good.commit(input)) : good.commit(input),
      };
    }),
  ],
  "names the last lost race": [
    "names of several lost races the first by the bytes of the name",
    faultyCommit(async (good, input) => {
      const result = await good.commit(input);
      return result.ok ? result : { ...result, ref: input.refs?.[0]?.name ?? result.ref };
    }),
  ],
  "orders names by UTF-16": [
    "lists refs in the order of the bytes of their names",
    faulty((_, disk) => ({
      refs: (prefix) => listed(refsOf(disk, (name) => name.startsWith(prefix)).sort(byUtf16)),
    })),
  ],
  "takes a prefix for a pattern": [
    "lists the refs under a prefix and no others, and takes the prefix literally",
    faulty((_, disk) => ({
      refs: (prefix) =>
        listed(refsOf(disk, (name) => new RegExp(`^${prefix.replace(/[%_]/g, ".")}`, "i").test(name))),
    })),
  ],
  "stops at the end of a page": [
    "lists a thousand refs once each, wherever its pages end",
    faulty((_, disk) => ({
      refs: (prefix) => listed(refsOf(disk, (name) => name.startsWith(prefix)).slice(0, 256)),
    })),
  ],
  "tells followers of every ref": [
    "tells a follower neither of other prefixes nor of what was before",
    faulty((good) => ({ follow: (_, options) => good.follow("", options) })),
  ],
  "tells a follower every step": [
    "tells a slow reader the latest state of each ref, not every step",
    faulty((good) => {
      const steps: RefEvent[] = [];
      return {
        async commit(input) {
          steps.push(...(input.refs ?? []).map(({ name, to }) => ({ name, cid: to })));
          return good.commit(input);
        },
        follow: () => listed(steps),
      };
    }),
  ],
  "tells followers before it knows whether the commit goes through": [
    "tells a follower nothing of a commit that changed nothing",
    faulty((good) => {
      const told: RefEvent[] = [];
      return {
        async commit(input) {
          told.push(...(input.refs ?? []).map(({ name, to }) => ({ name, cid: to })));
          return good.commit(input);
        },
        follow: () => listed(told),
      };
    }),
  ],
  "throws at a follower whose signal aborts": [
    "ends for a reader that waits when the signal aborts",
    faulty((good) => ({
      async *follow(prefix, { signal }) {
        yield* good.follow(prefix, { signal });
        signal.throwIfAborted();
      },
    })),
  ],
  "runs projections after the commit": [
    "fails a commit whose projection throws, writes nothing of it and tells nobody",
    (disk, options) => {
      const projections = options.projections?.filter(({ model }) => model !== "choking") ?? [];
      const good = createMemoryStorage({ ...options, disk, projections });
      return {
        ...good,
        async commit(input) {
          const result = await good.commit(input);
          if (!input.refs?.some(({ name }) => name === "choke")) return result;
          throw new CoreError("late", { code: "CORE_PROJECTION_FAILED", model: "choking" });
        },
      };
    },
  ],
  "ends a range with its end": [
    "lists the rows of a range: from its start, to before its end, as many as asked for",
    faulty((good) => ({
      rows: (model, { to, ...range } = {}) =>
        good.rows(model, to === undefined ? range : { ...range, to: `${to}\u0001` }),
    })),
  ],
  "sweeps what a history keeps": [
    "keeps whatever a ref reaches over kept links, a thousand links deep",
    (disk, options) => createMemoryStorage({ ...options, disk, keptLinks: () => [] }),
  ],
  "sweeps what a ref points at": [
    "removes of the blocks that it is given those that nothing keeps, and tells which",
    faulty((_, disk) => ({ sweep: async (cids) => cids.filter((cid) => disk.blocks.delete(cid)) })),
  ],
  "lives on after close": [
    "answers everything after close with one coded error",
    faulty(() => ({ close: async () => undefined })),
  ],
  "loses on the disk what was written last": [
    "has, opened again, every block and ref of every commit that went through",
    faulty((good, disk) => ({
      close() {
        disk.refs.delete(refsOf(disk, () => true).at(-1)?.name ?? "");
        return good.close();
      },
    })),
  ],
  "keeps the rows of a projection that has changed": [
    "makes the rows of a read model anew when its version changed",
    (disk, options) => {
      const first = firstProjections.get(disk) ?? options.projections ?? [];
      firstProjections.set(disk, first);
      return createMemoryStorage({ ...options, disk, projections: first });
    },
  ],
};

const firstProjections = new WeakMap<MemoryDisk, NonNullable<StorageOptions["projections"]>>();

describe("the storage contract finds a store that", () => {
  for (const [fault, [promise, open]] of Object.entries(faults)) {
    it(fault, async () => {
      const disk = createMemoryDisk();
      const { check } = [...storageContract, ...durableStorageContract].find(
        (promised) => promised.promise === promise,
      )!;
      const run = async () => check({ open: async (options = {}) => open(disk, options) });
      await expect(run()).rejects.toThrow();
    });
  }
});

it("states each promise once", () => {
  const promises = [...storageContract, ...durableStorageContract].map(({ promise }) => promise);
  expect(new Set(promises).size).toBe(promises.length);
});

function refsOf(disk: MemoryDisk, isWanted: (name: string) => boolean): Ref[] {
  const all = disk.refs.entries({ limit: disk.refs.size }).map(([name, cid]) => ({ name, cid }));
  return all.filter(({ name }) => isWanted(name));
}

function byUtf16(left: Ref, right: Ref): number {
  return left.name < right.name ? -1 : 1;
}

async function* listed<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
