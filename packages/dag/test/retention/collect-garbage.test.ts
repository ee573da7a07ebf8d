import { type Cid, createMemoryStorage } from "@icn-mesh/core";
import { collect, createHandClock } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createUpload } from "../../src/graph/upload.ts";
import { walk } from "../../src/graph/walk.ts";
import { collectGarbage } from "../../src/retention/collect-garbage.ts";
import { commit, keptLinks, knot, leaf, storeSteps } from "../samples.ts";

describe("collecting garbage", () => {
  it("leaves exactly what the refs reach over kept links, and counts the rest", async () => {
    const edges = fc.array(fc.uniqueArray(fc.nat(15), { maxLength: 4 }), { minLength: 16, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(edges, fc.uniqueArray(fc.nat(15)), async (drawn, pointed) => {
        const storage = createMemoryStorage({ keptLinks });
        const cids: Cid[] = [];
        for (const [n, targets] of drawn.entries()) {
          const keeps = targets.filter((target) => target < n).map((target) => cids[target]!);
          const block = knot(n, keeps, [leaf(1).cid]);
          cids.push(block.cid);
          await commit(storage, { blocks: [block] });
        }
        const roots = pointed.map((n) => cids[n]!);
        await commit(storage, { refs: roots.map((to, n) => ({ name: `r${n}`, expect: null, to })) });
        const kept = (await collect(walk(storage, roots, { keptLinks }))).map(({ cid }) => cid);
        const planned = await collectGarbage(storage, { keptLinks, dryRun: true });
        expect(await collect(storage.cids())).toHaveLength(16);
        expect(await collectGarbage(storage, { keptLinks })).toEqual(planned);
        expect(planned.blocks).toBe(16 - kept.length);
        expect((await collect(storage.cids())).toSorted()).toEqual(kept.toSorted());
      }),
      { numRuns: 50 },
    );
  });

  it("tells the bytes that it frees", async () => {
    const storage = createMemoryStorage({ keptLinks });
    await commit(storage, { blocks: [leaf(1), leaf(22)] });
    expect(await collectGarbage(storage, { keptLinks })).toEqual({ blocks: 2, bytes: 13 });
  });

  it("lets others have a turn after every block", async () => {
    const storage = createMemoryStorage({ keptLinks });
    await commit(storage, { blocks: Array.from({ length: 50 }, (_, n) => leaf(n)) });
    let turns = 0;
    const breathe = async (): Promise<void> => {
      turns += 1;
    };
    await collectGarbage(storage, { keptLinks, breathe });
    expect(turns).toBeGreaterThanOrEqual(50);
  });

  it("takes away nothing of what is written while it runs", async () => {
    const storage = createMemoryStorage({ keptLinks });
    await commit(storage, { blocks: Array.from({ length: 300 }, (_, n) => leaf(n)) });
    const clock = createHandClock();
    let done = false;
    async function write(): Promise<Cid[]> {
      const written: Cid[] = [];
      for (let n = 1000; !done; n += 3) {
        const [cid] = await storeSteps(storage, `h${n}`, 1);
        const upload = createUpload({ storage, clock });
        const piece = await upload.put(leaf(n));
        await upload.flush();
        await Promise.resolve();
        const root = knot(n, [piece]);
        await upload.finish({ blocks: [root], refs: [{ name: `k${n}`, expect: null, to: root.cid }] });
        written.push(cid!, piece, root.cid);
      }
      return written;
    }
    const writing = write();
    // Each round takes about five times as long as the one before, since more is written meanwhile.
    for (let round = 0; round < 3; round++) await collectGarbage(storage, { keptLinks });
    done = true;
    const written = await writing;
    expect(written.length).toBeGreaterThan(15);
    const there = await Promise.all(written.map((cid) => storage.has(cid)));
    expect(there.every(Boolean)).toBe(true);
    expect(await storage.has(leaf(1).cid)).toBe(false);
  });

  it("takes away a block that is to be named later without a lease: the barrier is the lease", async () => {
    const storage = createMemoryStorage({ keptLinks });
    await commit(storage, { blocks: [leaf(1)] });
    await collectGarbage(storage, { keptLinks });
    const naming = storage.commit({ refs: [{ name: "r", expect: null, to: leaf(1).cid }] });
    await expect(naming).rejects.toMatchObject({ code: "CORE_REF_TARGET_MISSING" });
  });

  it("needs a store that knows what is kept, and stops when it is told to", async () => {
    const storage = createMemoryStorage();
    await commit(storage, { blocks: [leaf(1)] });
    await expect(collectGarbage(storage, { keptLinks })).rejects.toMatchObject({
      code: "CORE_KEPT_LINKS_MISSING",
    });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(collectGarbage(storage, { keptLinks, signal })).rejects.toThrow("enough");
  });
});
