import { type Cid, cidOf, createMemoryDisk, createMemoryStorage } from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendLink } from "../../src/records/chain.ts";
import { foldChain, newestFirst, oldestFirst } from "../../src/records/read-chain.ts";
import { commit, knot, leaf, stepCodec, steps, storeSteps } from "../samples.ts";

describe("appending", () => {
  it("moves the ref from the link before to the new one", async () => {
    const storage = createMemoryStorage();
    const first = await appendLink(storage, steps, {
      ref: "h",
      body: { t: "test/step/1", no: 0, prev: null },
    });
    expect(first.ok && (await storage.ref("h"))).toBe(first.ok && first.cid);
    const body = { t: "test/step/1", no: 1, prev: (await storage.ref("h"))! } as const;
    const second = await appendLink(storage, steps, { ref: "h", body });
    expect(second).toEqual({ ok: true, cid: cidOf(stepCodec.encode(body)) });
  });

  it("writes nothing where somebody was faster, and says what to build on", async () => {
    const storage = createMemoryStorage();
    const [only] = await storeSteps(storage, "h", 1);
    const body = { t: "test/step/1", no: 9, prev: null } as const;
    const also = knot(1);
    const lost = await appendLink(storage, steps, { ref: "h", body, blocks: [also] });
    expect(lost).toEqual({ ok: false, ref: "h", actual: only });
    expect(await storage.has(also.cid)).toBe(false);
  });

  it("loses nobody's link when many append at once and make theirs anew after a lost race", async () => {
    const storage = createMemoryStorage();
    async function appendOne(n: number): Promise<void> {
      let prev = await storage.ref("h");
      for (;;) {
        const done = await appendLink(storage, steps, { ref: "h", body: { t: "test/step/1", no: n, prev } });
        if (done.ok) return;
        prev = done.actual;
      }
    }
    await Promise.all(Array.from({ length: 50 }, (_, n) => appendOne(n)));
    const links = await collect(oldestFirst(storage, steps, { head: await storage.ref("h") }));
    expect(links.map(({ body }) => body.no).toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    );
  });
});

describe("reading a history", () => {
  it("gives what a list would give, either way, whole or after any link", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.nat(30), async (length, known) => {
        const storage = createMemoryStorage();
        const cids = length === 0 ? [] : await storeSteps(storage, "h", length);
        const after = cids[known] ?? null;
        const expected = after === null ? cids : cids.slice(known + 1);
        const range = { head: cids.at(-1) ?? null, after };
        const forwards = await collect(oldestFirst(storage, steps, range));
        const backwards = await collect(newestFirst(storage, steps, range));
        expect(forwards.map(({ cid }) => cid)).toEqual(expected);
        expect(backwards.map(({ cid }) => cid)).toEqual(expected.toReversed());
      }),
      { numRuns: 50 },
    );
  });

  it("gives a long history in order, beyond what it holds in memory", async () => {
    const storage = createMemoryStorage();
    const cids = await storeSteps(storage, "h", 10_000);
    let next = 0;
    for await (const { cid, body } of oldestFirst(storage, steps, { head: cids.at(-1)! })) {
      if (cid !== cids[next] || body.no !== next) throw new Error(`link ${next} is out of order`);
      next++;
    }
    expect(next).toBe(10_000);
  });

  it("folds from the oldest, and goes on from a state and the link that it ends with", async () => {
    const storage = createMemoryStorage();
    const cids = await storeSteps(storage, "h", 10);
    const fold = (range: { head: Cid; after?: Cid }, initial: string) =>
      foldChain({ storage, chain: steps, range, initial }, (text, { body }) => text + body.no);
    const half = await fold({ head: cids[4]! }, "");
    expect(half).toBe("01234");
    expect(await fold({ head: cids[9]!, after: cids[4]! }, half)).toBe("0123456789");
  });

  it("does not go on from a link of another history", async () => {
    const storage = createMemoryStorage();
    const cids = await storeSteps(storage, "h", 3);
    const reading = collect(newestFirst(storage, steps, { head: cids[2]!, after: knot(1).cid }));
    await expect(reading).rejects.toMatchObject({ code: "DAG_CHAIN_FORKED" });
  });

  it("stops at a link that is missing, and at one that is none", async () => {
    const disk = createMemoryDisk();
    const storage = createMemoryStorage({ disk });
    const cids = await storeSteps(storage, "h", 3);
    disk.blocks.delete(cids[1]!);
    const reading = newestFirst(storage, steps, { head: cids[2]! });
    expect(await reading.next()).toMatchObject({ value: { cid: cids[2] } });
    await expect(reading.next()).rejects.toMatchObject({
      code: "DAG_BLOCK_MISSING",
      failure: { cid: cids[1] },
    });
    const stray = stepCodec.encode({ t: "test/step/1", no: 0, prev: leaf(1).cid });
    await commit(storage, { blocks: [{ bytes: stray }, leaf(1)] });
    const strayed = collect(newestFirst(storage, steps, { head: cidOf(stray) }));
    await expect(strayed).rejects.toMatchObject({
      code: "DAG_BLOCK_REFUSED",
      failure: { cid: leaf(1).cid, refusal: { code: "DAG_NOT_A_RECORD" } },
    });
  });

  it("reads as many links as it may, and complains about one more", async () => {
    const storage = createMemoryStorage();
    const cids = await storeSteps(storage, "h", 3);
    const read = (maxLength: number) => collect(newestFirst(storage, steps, { head: cids[2]!, maxLength }));
    expect(await read(3)).toHaveLength(3);
    await expect(read(2)).rejects.toMatchObject({ code: "DAG_CHAIN_TOO_LONG" });
  });

  it("ends even where damaged blocks link in a circle", async () => {
    const disk = createMemoryDisk();
    const storage = createMemoryStorage({ disk });
    const [first, second] = await storeSteps(storage, "h", 2);
    disk.blocks.set(first!, stepCodec.encode({ t: "test/step/1", no: 0, prev: second! }));
    const reading = collect(newestFirst(storage, steps, { head: second!, maxLength: 1000 }));
    await expect(reading).rejects.toMatchObject({ code: "DAG_CHAIN_TOO_LONG", failure: { maxLength: 1000 } });
  });

  it("stops when it is told to", async () => {
    const storage = createMemoryStorage();
    const cids = await storeSteps(storage, "h", 3);
    const leave = new AbortController();
    const reading = newestFirst(storage, steps, { head: cids[2]!, signal: leave.signal });
    await reading.next();
    leave.abort(new Error("enough"));
    await expect(reading.next()).rejects.toThrow("enough");
  });
});
