import { createMemoryStorage, type Storage } from "@icn-mesh/core";
import { collect, storageContract } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { createPausableStorage } from "../../src/backup/pausable-storage.ts";
import { keptLinks, leaf } from "../samples.ts";

describe("a pausable store", () => {
  for (const { promise, check } of storageContract) {
    it(promise, () =>
      check({ open: async (options) => createPausableStorage(createMemoryStorage(options)) }),
    );
  }

  it("lets commits wait while it is paused, in their order, and none be lost", async () => {
    const storage = createPausableStorage(createMemoryStorage({ keptLinks }));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const paused = storage.whilePaused(async (inner) => {
      await held;
      return (await collect(inner.cids())).length;
    });
    const commits = [1, 2, 3].map((n) => storage.commit({ blocks: [leaf(n)] }));
    const swept = storage.sweep([leaf(9).cid]);
    expect(await collect(storage.cids())).toEqual([]);
    expect(await swept).toEqual([]);
    release();
    expect(await paused).toBe(0);
    await Promise.all(commits);
    expect(await collect(storage.cids())).toEqual([1, 2, 3].map((n) => leaf(n).cid));
  });

  it("waits for what runs before it pauses, and writes to the store itself while it does", async () => {
    let finish = (): void => undefined;
    const inner = createMemoryStorage({ keptLinks });
    const slow: Storage = {
      ...inner,
      async commit(input) {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return inner.commit(input);
      },
    };
    const storage = createPausableStorage(slow);
    const running = storage.commit({ blocks: [leaf(1)] });
    const paused = storage.whilePaused(async (direct) => {
      const before = await collect(direct.cids());
      const writing = direct.commit({ blocks: [leaf(2)] });
      finish();
      await writing;
      return before;
    });
    finish();
    await running;
    expect(await paused).toEqual([leaf(1).cid]);
    expect(await inner.has(leaf(2).cid)).toBe(true);
  });

  it("goes on after a pause that failed, and pauses one after the other", async () => {
    const storage = createPausableStorage(createMemoryStorage());
    const order: number[] = [];
    const first = storage.whilePaused(async () => {
      order.push(1);
      throw new Error("no");
    });
    const second = storage.whilePaused(async () => order.push(2));
    await expect(first).rejects.toThrow("no");
    await second;
    expect(order).toEqual([1, 2]);
    expect(await storage.commit({})).toEqual({ ok: true, cids: [] });
  });
});
