import { createKeySigner, createMemoryStorage, createSeededRng, nobleEngine } from "@icn-mesh/core";
import { describe, expect, test } from "vitest";
import { openQuotaBook } from "../../src/index.ts";

const engine = nobleEngine();
const account = (seed: string) => createKeySigner({ engine, secretKey: createSeededRng(seed).bytes(32) }).did;
const [alice, bob, node] = [account("alice"), account("bob"), account("node")];

describe("a book of quotas", () => {
  test("gives all others the standard, save those who are exempt", async () => {
    const standard = { openJobs: 3 };
    const book = await openQuotaBook(createMemoryStorage(), { standard, exempt: [node] });
    expect([book.quotaOf(alice), book.quotaOf(node)]).toEqual([standard, undefined]);
    await book.give(node, { openJobs: 1 });
    expect(book.quotaOf(node)).toEqual({ openJobs: 1 });
  });

  test("has what was given again after a restart, and what was taken back no more", async () => {
    const storage = createMemoryStorage();
    const before = await openQuotaBook(storage);
    expect(await before.give(alice, { spendPerDay: 5n })).toBe(true);
    expect(await before.give(alice, { openJobs: 2, spendPerDay: 7n })).toBe(true);
    expect(await before.give(bob, {})).toBe(true);
    expect(await before.takeBack(bob)).toBe(true);
    expect(await before.takeBack(bob)).toBe(false);
    const after = await openQuotaBook(storage, { standard: { openJobs: 0 } });
    expect(after.given()).toEqual(new Map([[alice, { openJobs: 2, spendPerDay: 7n }]]));
    expect([after.quotaOf(alice), after.quotaOf(bob)]).toEqual([
      { openJobs: 2, spendPerDay: 7n },
      { openJobs: 0 },
    ]);
  });

  test("keeps what was said last, in the store as in memory, where much is said at once", async () => {
    const storage = createMemoryStorage();
    const book = await openQuotaBook(storage);
    await Promise.all([1, 2, 3, 4].map((openJobs) => book.give(alice, { openJobs })));
    expect(book.quotaOf(alice)).toEqual({ openJobs: 4 });
    expect((await openQuotaBook(storage)).quotaOf(alice)).toEqual({ openJobs: 4 });
  });
});
