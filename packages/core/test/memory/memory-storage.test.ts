import { describe, expect, it } from "vitest";
import { createMemoryDisk } from "../../src/memory/memory-disk.ts";
import { createMemoryStorage } from "../../src/memory/memory-storage.ts";
import { collect } from "../../src/testing/collect.ts";
import { sample } from "../../src/testing/storage-contract/storage-samples.ts";
import {
  durableStorageContract,
  type StorageSubject,
  storageContract,
} from "../../src/testing/storage-contract.ts";

function memorySubject(): StorageSubject {
  const disk = createMemoryDisk();
  return { open: async (options) => createMemoryStorage({ ...options, disk }) };
}

describe("a memory store", () => {
  for (const { promise, check } of [...storageContract, ...durableStorageContract]) {
    it(promise, () => check(memorySubject()));
  }

  it("loses its disk to the next store that opens it, as in a crash, with all that it acknowledged on it", async () => {
    const disk = createMemoryDisk();
    const crashed = createMemoryStorage({ disk });
    const events = collect(crashed.follow("", { signal: new AbortController().signal }));
    const { cid, bytes } = sample(1);
    await crashed.commit({ blocks: [{ bytes }], refs: [{ name: "r", expect: null, to: cid }] });

    const restarted = createMemoryStorage({ disk });

    expect(await restarted.ref("r")).toBe(cid);
    await expect(crashed.commit({})).rejects.toMatchObject({ code: "CORE_STORAGE_CLOSED" });
    expect((await events).length).toBe(1);
    await restarted.close();
  });

  it("ends a list of its blocks even if every block that is read brings another", async () => {
    const storage = createMemoryStorage();
    await storage.commit({ blocks: [sample(0)] });
    let listed = 0;
    for await (const _ of storage.cids()) {
      listed += 1;
      if (listed < 100) await storage.commit({ blocks: [sample(listed)] });
    }
    expect(listed).toBe(1);
  });

  it("leaves the disk alone when it cannot open", async () => {
    const disk = createMemoryDisk();
    const running = createMemoryStorage({ disk });
    const twice = [1, 2].map((version) => ({ model: "m", version, prefix: "", project: () => [] }));
    expect(() => createMemoryStorage({ disk, projections: twice })).toThrowError(
      expect.objectContaining({ code: "CORE_MODEL_TWICE" }),
    );
    expect(await running.commit({})).toEqual({ ok: true, cids: [] });
  });
});
