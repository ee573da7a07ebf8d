import { createMemoryDisk, createMemoryStorage } from "@icn-mesh/core";
import { collect, createHandClock } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { expireLeases } from "../../src/graph/lease.ts";
import { createUpload } from "../../src/graph/upload.ts";
import { collectGarbage } from "../../src/retention/collect-garbage.ts";
import { keptLinks, knot, leaf } from "../samples.ts";

const leases = (storage: ReturnType<typeof createMemoryStorage>) => collect(storage.refs("lease/"));

describe("an upload", () => {
  it("is one commit without a lease when it is small", async () => {
    const storage = createMemoryStorage({ keptLinks });
    const upload = createUpload({ storage, clock: createHandClock() });
    const cid = await upload.put(leaf(1));
    expect(await storage.has(cid)).toBe(false);
    const root = knot(1, [cid]);
    expect(
      await upload.finish({ blocks: [root], refs: [{ name: "r", expect: null, to: root.cid }] }),
    ).toEqual({
      ok: true,
      cids: [cid, root.cid],
    });
    expect(await leases(storage)).toEqual([]);
  });

  it("keeps all its blocks from being swept over thousands of blocks, and leaves nothing but them", async () => {
    const storage = createMemoryStorage({ keptLinks });
    const upload = createUpload({ storage, clock: createHandClock() });
    const cids = [];
    for (let n = 0; n < 2500; n++) cids.push(await upload.put(leaf(n)));
    await upload.flush();
    expect(await storage.sweep(cids)).toEqual([]);
    const [low, high] = [knot(1, cids.slice(0, 500)), knot(2, cids.slice(500, 1000))];
    const refs = [low, high].map(({ cid }, n) => ({ name: `r${n}`, expect: null, to: cid }));
    await upload.finish({ blocks: [low, high], refs });
    expect(await leases(storage)).toEqual([]);
    await collectGarbage(storage, { keptLinks });
    const left = await collect(storage.cids());
    expect(left.toSorted()).toEqual([...cids.slice(0, 1000), low.cid, high.cid].toSorted());
  });

  it("writes nothing and goes on when the ref it was to move has moved", async () => {
    const storage = createMemoryStorage({ keptLinks });
    await storage.commit({ blocks: [leaf(0)], refs: [{ name: "r", expect: null, to: leaf(0).cid }] });
    const upload = createUpload({ storage, clock: createHandClock() });
    const first = await upload.put(leaf(1));
    await upload.flush();
    const second = await upload.put(leaf(2));
    const lost = await upload.finish({ refs: [{ name: "r", expect: null, to: first }] });
    expect(lost).toEqual({ ok: false, ref: "r", actual: leaf(0).cid });
    expect([await storage.has(first), await storage.has(second)]).toEqual([true, false]);
    await upload.finish({ refs: [{ name: "r", expect: leaf(0).cid, to: second }] });
    expect([await storage.ref("r"), await storage.has(second)]).toEqual([second, true]);
  });

  it("lets go of everything when it is abandoned, and is unmoved by a second time", async () => {
    const storage = createMemoryStorage({ keptLinks });
    const upload = createUpload({ storage, clock: createHandClock() });
    await upload.put(leaf(1));
    await upload.flush();
    await upload.abandon();
    await upload.abandon();
    expect(await leases(storage)).toEqual([]);
    await collectGarbage(storage, { keptLinks });
    expect(await collect(storage.cids())).toEqual([]);
  });

  it("of the same blocks at the same time has a lease of its own", async () => {
    const storage = createMemoryStorage({ keptLinks });
    const uploads = [1, 2, 3].map(() => createUpload({ storage, clock: createHandClock() }));
    for (const upload of uploads) await upload.put(leaf(1));
    await Promise.all(uploads.map((upload) => upload.flush()));
    expect(await leases(storage)).toHaveLength(3);
    await uploads[1]!.abandon();
    expect(await storage.sweep([leaf(1).cid])).toEqual([]);
  });
});

describe("leases that are left behind", () => {
  it("end when they are older than asked, and their blocks are garbage then", async () => {
    const disk = createMemoryDisk();
    const clock = createHandClock();
    const crashed = createUpload({ storage: createMemoryStorage({ disk, keptLinks }), clock });
    await crashed.put(leaf(1));
    await crashed.flush();
    await clock.advance(3_600_000);
    const storage = createMemoryStorage({ disk, keptLinks });
    const running = createUpload({ storage, clock });
    await running.put(leaf(2));
    await running.flush();
    expect(await expireLeases(storage, { before: clock.now() - 3_600_000 })).toEqual([]);
    const ended = await expireLeases(storage, { before: clock.now() - 3_599_999 });
    expect(ended).toHaveLength(1);
    await collectGarbage(storage, { keptLinks });
    expect([await storage.has(leaf(1).cid), await storage.has(leaf(2).cid)]).toEqual([false, true]);
  });

  it("do not look left behind while blocks come, however slowly", async () => {
    const storage = createMemoryStorage({ keptLinks });
    const clock = createHandClock();
    const upload = createUpload({ storage, clock });
    await upload.put(leaf(0));
    await upload.flush();
    for (let n = 1; n < 10; n++) {
      await clock.advance(90_000);
      await upload.put(leaf(n));
      expect(await expireLeases(storage, { before: clock.now() })).toEqual([]);
    }
    const root = knot(
      1,
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => leaf(n).cid),
    );
    expect(await upload.finish({ blocks: [root] })).toMatchObject({ ok: true });
  });

  it("do not look left behind while they are renewed", async () => {
    const storage = createMemoryStorage({ keptLinks });
    const clock = createHandClock();
    const upload = createUpload({ storage, clock });
    await upload.put(leaf(1));
    await upload.flush();
    const [before] = await leases(storage);
    await upload.renew();
    expect(await leases(storage)).toEqual([before]);
    await clock.advance(60_000);
    await upload.renew();
    expect(await expireLeases(storage, { before: clock.now() })).toEqual([]);
    expect(await storage.sweep([leaf(1).cid])).toEqual([]);
  });

  it("tell their owner that they are lost, at the next batch and at the end", async () => {
    const storage = createMemoryStorage({ keptLinks });
    const clock = createHandClock();
    for (const end of ["flush", "finish"] as const) {
      const upload = createUpload({ storage, clock });
      await upload.put(leaf(1));
      await upload.flush();
      await expireLeases(storage, { before: clock.now() + 1 });
      await upload.put(leaf(2));
      await expect(upload[end]()).rejects.toMatchObject({ code: "DAG_LEASE_LOST" });
      expect(await storage.has(leaf(2).cid)).toBe(false);
    }
  });
});
