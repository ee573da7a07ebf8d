import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { PAGE_BYTES, type PackedPage, packEntries, valueAt } from "../../../src/engines/file/packed-page.ts";
import { createPageKeeper, type KeptPage, type PageKeeper } from "../../../src/engines/file/page-keeper.ts";
import { createMemoryDisk } from "./memory-disk.ts";

const FOUR = { pageBytes: 4 * PAGE_BYTES };

function pageWith(value: string): PackedPage {
  const [page] = packEntries([{ key: Buffer.from("key"), value: Buffer.from(value) }]);
  if (page === undefined) throw new Error("one entry is one page");
  return page;
}

function keepMany(keeper: PageKeeper, count: number): readonly KeptPage[] {
  return Array.from({ length: count }, (_, index) => keeper.keep(pageWith(`page ${index}`)));
}

function textIn(keeper: PageKeeper, kept: KeptPage): string {
  return Buffer.from(valueAt(keeper.open(kept), 0)).toString();
}

const inMemory = (pages: readonly KeptPage[]) => pages.filter(({ page }) => page.bytes.length > 0).length;

describe("a keeper of pages", () => {
  it("has as many in memory as it may, and all of them when they are asked for", () => {
    const keeper = createPageKeeper(createMemoryDisk(), FOUR);
    const pages = keepMany(keeper, 20);
    expect(inMemory(pages)).toBe(4);
    for (const [index, kept] of pages.entries()) expect(textIn(keeper, kept)).toBe(`page ${index}`);
    expect(inMemory(pages)).toBe(4);
  });

  it("knows what was changed since a page was on the disk", () => {
    const keeper = createPageKeeper(createMemoryDisk(), FOUR);
    const pages = keepMany(keeper, 20);
    const [first] = pages;
    if (first === undefined) throw new Error("there are twenty");
    valueAt(keeper.open(first), 0).set(Buffer.from("PAGE"));
    first.isChanged = true;
    for (const kept of pages.slice(1)) keeper.open(kept);
    expect(first.page.bytes.length).toBe(0);
    expect(textIn(keeper, first)).toBe("PAGE 0");
  });

  it("has the two that were opened last in memory", () => {
    const keeper = createPageKeeper(createMemoryDisk(), FOUR);
    const pages = keepMany(keeper, 20);
    for (const [index, kept] of pages.entries()) {
      keeper.open(kept);
      expect(inMemory(pages.slice(Math.max(0, index - 1), index + 1))).toBe(Math.min(2, index + 1));
    }
  });

  it("uses the places of pages that were dropped again", () => {
    const disk = createMemoryDisk();
    const keeper = createPageKeeper(disk, FOUR);
    for (let round = 0; round < 10; round++) for (const kept of keepMany(keeper, 10)) keeper.drop(kept);
    const pages = keepMany(keeper, 10);
    expect(pages.map((kept) => textIn(keeper, kept))).toEqual(pages.map((_, index) => `page ${index}`));
    expect(disk.files.get("pages")?.length).toBeLessThanOrEqual(20 * PAGE_BYTES);
  });

  it("has everything in memory while the disk is full, and less once it is not", () => {
    const disk = createMemoryDisk();
    disk.refuses = Object.assign(new Error("no room"), { code: "ENOSPC" });
    const keeper = createPageKeeper(disk, FOUR);
    const pages = keepMany(keeper, 20);
    expect(inMemory(pages)).toBe(20);
    for (const [index, kept] of pages.entries()) expect(textIn(keeper, kept)).toBe(`page ${index}`);
    disk.refuses = undefined;
    keepMany(keeper, 1);
    expect(inMemory(pages)).toBeLessThanOrEqual(4);
  });

  it("says so when a page is not what it was", () => {
    const disk = createMemoryDisk();
    const keeper = createPageKeeper(disk, FOUR);
    const pages = keepMany(keeper, 20);
    for (const bytes of disk.files.values()) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const refused = expect.objectContaining({ code: "DAG_STORE_IO" });
    expect(() => pages.map((kept) => keeper.open(kept))).toThrow(refused);
  });

  it("leaves nothing on the disk, and removes what another one has left there", () => {
    const disk = createMemoryDisk();
    keepMany(createPageKeeper(disk, FOUR), 20);
    expect(disk.list()).toEqual(["pages"]);
    const keeper = createPageKeeper(disk, FOUR);
    expect(disk.list()).toEqual([]);
    keepMany(keeper, 20);
    keeper.close();
    expect(disk.list()).toEqual([]);
  });
});
