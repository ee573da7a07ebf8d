import { type Cid, cidOf, type Storage } from "@icn-mesh/core";
import { expect, it } from "vitest";
import { openFileEngine } from "../../../src/engines/file/file-engine.ts";
import { openLocalStorage } from "../../../src/engines/local-storage.ts";
import { createMemoryDisk, type MemoryDisk } from "./memory-disk.ts";

const REFS = 2000;
const BATCH = 50;

/** A store with four pages in memory, which checkpoints now and then. */
async function openOn(disk: MemoryDisk): Promise<Storage> {
  return openLocalStorage(await openFileEngine(disk, { pageBytes: 0, checkpointBytes: 20_000 }), {});
}

function block(number: number): Uint8Array {
  return new TextEncoder().encode(`block ${number}`);
}

const nameOf = (number: number) => `refs/${(number * 7919) % REFS}/of/something/with/a/long/name`;

async function refsIn(storage: Storage): Promise<ReadonlyMap<string, Cid>> {
  const refs = new Map<string, Cid>();
  for await (const { name, cid } of storage.refs("")) refs.set(name, cid);
  return refs;
}

it("a store has all its refs, whether they are in memory or on the disk, also after it ended without a word", async () => {
  const disk = createMemoryDisk();
  const storage = await openOn(disk);
  const wanted = new Map<string, Cid>();
  for (let from = 0; from < REFS; from += BATCH) {
    const numbers = Array.from({ length: BATCH }, (_, index) => from + index);
    const refs = numbers.map((number) => ({
      name: nameOf(number),
      expect: null,
      to: cidOf(block(number), "raw"),
    }));
    for (const { name, to } of refs) wanted.set(name, to);
    const blocks = numbers.map((number) => ({ bytes: block(number), codec: "raw" as const }));
    expect(await storage.commit({ blocks, refs })).toMatchObject({ ok: true });
  }
  expect(disk.files.get("pages")?.length).toBeGreaterThan(100_000);
  expect(await refsIn(storage)).toEqual(wanted);
  const again = await openOn(disk);
  expect(await refsIn(again)).toEqual(wanted);
  for (const [name, cid] of wanted) expect(await again.ref(name)).toBe(cid);
});
