import { type Cid, createMemoryDisk, createMemoryStorage, type Storage } from "@icn-mesh/core";
import { collect, createHandClock } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backUp } from "../../src/backup/back-up.ts";
import { createPausableStorage } from "../../src/backup/pausable-storage.ts";
import { restore } from "../../src/backup/restore.ts";
import { scrub } from "../../src/backup/scrub.ts";
import { exportCar } from "../../src/car/export-car.ts";
import { expireLeases } from "../../src/graph/lease.ts";
import { rootOfRefs } from "../../src/graph/ref-tree.ts";
import { walk } from "../../src/graph/walk.ts";
import { collectGarbage } from "../../src/retention/collect-garbage.ts";
import { commit, keptLinks, knot, leaf, storeSteps } from "../samples.ts";

const clock = createHandClock();
const open = () => createPausableStorage(createMemoryStorage({ keptLinks }));

async function backedUp(storage: ReturnType<typeof open>): Promise<Uint8Array> {
  return Buffer.concat(await collect(backUp({ storage, clock }, { keptLinks })));
}

describe("a backup", () => {
  it("restores to the same refs, and to the blocks that they keep", async () => {
    const names = fc.uniqueArray(
      fc.string({ unit: fc.constantFrom("a", "/", "😀", "\uff5e"), minLength: 1, maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(names, fc.array(fc.nat(9)), async (drawn, targets) => {
        const storage = open();
        await commit(storage, {
          blocks: [
            knot(99),
            ...Array.from({ length: 10 }, (_, n) => knot(n, [leaf(n).cid])),
            ...Array.from({ length: 10 }, (_, n) => leaf(n)),
          ],
        });
        const refs = drawn.map((name, n) => ({
          name,
          expect: null,
          to: knot(targets[n] ?? 0, [leaf(targets[n] ?? 0).cid]).cid,
        }));
        await commit(storage, { refs });
        const target = open();
        const result = await restore({ storage: target, clock }, [await backedUp(storage)], { keptLinks });
        expect(result).toMatchObject({ ok: true, root: await rootOfRefs(storage), refs: drawn.length });
        expect(await collect(target.refs(""))).toEqual(await collect(storage.refs("")));
        expect(await scrub(target)).toMatchObject({ findings: [], complete: true, refs: drawn.length });
        expect(await backedUp(target)).toEqual(await backedUp(storage));
        expect(await target.has(knot(99).cid)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it("has all of a commit or nothing of it, while commits, uploads and sweeps go on", async () => {
    const storage = open();
    const backups = await whileMoving(storage, 4, () => backedUp(storage));
    for (const backup of backups) {
      const [a, z, counted] = await endsOf(backup);
      expect(a).toBe(z);
      expect(counted).toBe(a);
    }
    expect(await collect(storage.refs("lease/"))).toEqual([]);
  });

  it("would have parts of commits without the pause", async () => {
    const storage = { ...open(), whilePaused: <T>(work: (inner: Storage) => Promise<T>) => work(storage) };
    const backups = await whileMoving(storage, 10, () => backedUp(storage));
    const ends = await Promise.all(backups.map(endsOf));
    expect(ends.some(([a, z]) => a !== z)).toBe(true);
  });

  it("keeps what it is yet to write from being swept, for as long as it takes", async () => {
    const storage = open();
    const cids = await storeSteps(storage, "h", 50);
    const slow = createHandClock();
    const chunks: Uint8Array[] = [];
    for await (const chunk of backUp({ storage, clock: slow }, { keptLinks })) {
      chunks.push(chunk);
      if (chunks.length === 2) await commit(storage, { refs: [{ name: "h", expect: cids[49]!, to: null }] });
      await slow.advance(60_000);
      await expireLeases(storage, { before: slow.now() - 120_000 });
      await collectGarbage(storage, { keptLinks });
    }
    const target = open();
    await restore({ storage: target, clock }, chunks, { keptLinks });
    expect(await target.ref("h")).toBe(cids[49]);
    await collectGarbage(storage, { keptLinks });
    expect(await collect(storage.cids())).toEqual([]);
  });

  it("lets go of what it kept when its reader leaves", async () => {
    const storage = open();
    await storeSteps(storage, "h", 5);
    for await (const _ of backUp({ storage, clock }, { keptLinks })) break;
    expect(await collect(storage.refs("lease/"))).toEqual([]);
  });

  it("of a damaged store names what it lacks, or leaves it out when told", async () => {
    const disk = createMemoryDisk();
    const storage = createPausableStorage(createMemoryStorage({ disk, keptLinks }));
    const cids = await storeSteps(storage, "h", 3);
    disk.blocks.delete(cids[0]!);
    await expect(backedUp(storage)).rejects.toMatchObject({
      code: "DAG_BLOCK_MISSING",
      failure: { cid: cids[0] },
    });
    const leftOut: Cid[] = [];
    const options = { keptLinks, onLeftOut: (cid: Cid) => leftOut.push(cid) };
    await collect(backUp({ storage, clock }, options));
    expect(leftOut).toEqual([cids[0]]);
  });
});

describe("a restore", () => {
  it("sets no ref for a backup that lacks a block, wherever it was cut", async () => {
    const storage = open();
    await storeSteps(storage, "h", 3);
    const backup = await backedUp(storage);
    const codes = new Set<string>();
    for (let end = 0; end < backup.length; end++) {
      const target = open();
      const code = await restore({ storage: target, clock }, [backup.subarray(0, end)], { keptLinks }).then(
        () => "ok",
        (error) => error.code,
      );
      codes.add(code);
      expect(await collect(target.refs(""))).toEqual([]);
    }
    expect(codes).toEqual(new Set(["DAG_CAR_REFUSED", "DAG_BLOCK_MISSING", "DAG_BACKUP_INCOMPLETE"]));
  });

  it("goes on over what is there already, and loses the race for a ref that is elsewhere", async () => {
    const storage = open();
    const cids = await storeSteps(storage, "h", 3);
    const backup = await backedUp(storage);
    expect(await restore({ storage, clock }, [backup], { keptLinks })).toMatchObject({ ok: true });
    const target = open();
    await commit(target, { blocks: [leaf(1)], refs: [{ name: "h", expect: null, to: leaf(1).cid }] });
    const lost = await restore({ storage: target, clock }, [backup], { keptLinks });
    expect(lost).toEqual({ ok: false, ref: "h", actual: leaf(1).cid });
    expect(await target.ref("h")).toBe(leaf(1).cid);
    expect(cids).toHaveLength(3);
  });

  it("refuses a CAR that is no backup", async () => {
    const storage = open();
    const cids = await storeSteps(storage, "h", 3);
    const car = await collect(exportCar(storage, [cids[2]!], { keptLinks }));
    const target = open();
    await expect(restore({ storage: target, clock }, car, { keptLinks })).rejects.toMatchObject({
      code: "DAG_NOT_A_REF_TREE",
    });
    const rootless = await collect(exportCar(storage, [], { keptLinks }));
    await expect(restore({ storage: target, clock }, rootless, { keptLinks })).rejects.toMatchObject({
      code: "DAG_CAR_REFUSED",
    });
  });

  it("brings back ten thousand refs at once", async () => {
    const storage = open();
    const refs = Array.from({ length: 10_000 }, (_, n) => ({
      name: `job/${n}`,
      expect: null,
      to: leaf(n % 50).cid,
    }));
    await commit(storage, { blocks: Array.from({ length: 50 }, (_, n) => leaf(n)), refs });
    const target = open();
    const result = await restore({ storage: target, clock }, [await backedUp(storage)], { keptLinks });
    expect(result).toMatchObject({ ok: true, refs: 10_000 });
    const missing = (await collect(walk(target, [(await target.ref("job/1"))!], { keptLinks }))).filter(
      ({ type }) => type !== "block",
    );
    expect(missing).toEqual([]);
    expect(await rootOfRefs(target)).toBe(await rootOfRefs(storage));
  });
});

const pair = (n: number) => knot(n, [leaf(n).cid]);

/**
 * Moves two refs in step, and makes two new ones at either end of the list of refs with each step, while backups are
 * made one after the other.
 */
async function whileMoving(
  storage: Storage,
  rounds: number,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array[]> {
  const still = Array.from({ length: 1000 }, (_, n) => ({ name: `m/${n}`, expect: null, to: leaf(0).cid }));
  const ends = ["a", "z"].map((name) => ({ name, expect: null, to: pair(0).cid }));
  await commit(storage, { blocks: [pair(0), leaf(0)], refs: [...ends, ...still] });
  const backups: Uint8Array[] = [];
  let done = false;
  async function move(): Promise<void> {
    for (let n = 0; !done; n++) {
      const next = pair(n + 1);
      const refs = ["a", "z"].map((name) => ({ name, expect: pair(n).cid, to: next.cid }));
      const fresh = ["b", "y"].map((name) => ({ name: `${name}/${n}`, expect: null, to: next.cid }));
      await commit(storage, { blocks: [next, leaf(n + 1)], refs: [...refs, ...fresh] });
      if (n % 5 === 0) await collectGarbage(storage, { keptLinks });
    }
  }
  const moving = move();
  while (backups.length < rounds) backups.push(await make());
  done = true;
  await moving;
  return backups;
}

/** Where the two refs point in a backup, and where they should by the number of new ones at the end of the list. */
async function endsOf(backup: Uint8Array): Promise<[Cid | null, Cid | null, Cid]> {
  const target = open();
  await restore({ storage: target, clock }, [backup], { keptLinks });
  const fresh = await collect(target.refs("y/"));
  return [await target.ref("a"), await target.ref("z"), pair(fresh.length).cid];
}
