import { type Cid, cidOf, codecOf, createMemoryStorage } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { createKeptLinks, putFile, readFile } from "@icn-mesh/dag";
import { describe, expect, it } from "vitest";
import { createPayloadFetcher } from "../../src/index.ts";

const clock = { now: () => 0 };
const signal = new AbortController().signal;

/** A file of several blocks at one peer, and a fetcher that asks that peer alone. */
async function aFile(bytes: number) {
  const there = createMemoryStorage();
  const content = Uint8Array.from({ length: bytes }, (_, index) => index % 251);
  const keep = ({ cid }: { cid: Cid }) => ({ refs: [{ name: "file", expect: null, to: cid }] });
  const file = await putFile({ storage: there, clock }, [content], { keep, chunkBytes: 1000 });
  if (!file.ok) throw new Error("not stored");
  const here = createMemoryStorage();
  let asked = 0;
  const exchange = {
    async fetch(cid: Cid) {
      asked += 1;
      const block = await there.get(cid);
      if (block === undefined) return { ok: false, code: "NETWORK_NO_PROVIDER" } as const;
      return { ok: true, bytes: block, from: sampleDid(1) } as const;
    },
  };
  const fetcher = createPayloadFetcher({ storage: here, clock, exchange, linksOf: createKeptLinks([]) });
  return { here, there, content, file: file.cid, fetcher, asked: () => asked };
}

describe("fetching a payload", () => {
  it("brings the whole file and keeps it, and asks for nothing twice", async () => {
    const { here, content, file, fetcher, asked } = await aFile(4500);
    const terms = { from: [], signal, maxBytes: 10_000 };
    expect(await fetcher.fetch(file, terms)).toBe(true);
    const pieces: number[] = [];
    for await (const piece of readFile(here, file)) pieces.push(...piece);
    expect(Uint8Array.from(pieces)).toEqual(content);
    expect(await here.ref(`payload/${file}`)).not.toBeNull();
    expect(asked()).toBe(6);
    expect(await fetcher.fetch(file, terms)).toBe(true);
    expect(asked()).toBe(6);
  });

  it("takes nothing of what is larger than it may be, or not all there", async () => {
    const { here, file, fetcher } = await aFile(4500);
    expect(await fetcher.fetch(file, { from: [], signal, maxBytes: 4000 })).toBe(false);
    expect(await fetcher.fetch(cidOf(Uint8Array.of(9), "raw"), { from: [], signal, maxBytes: 4000 })).toBe(
      false,
    );
    const left: Cid[] = [];
    for await (const cid of here.cids()) left.push(cid);
    expect([left, codecOf(file)]).toEqual([[], "dag-pb"]);
  });
});
