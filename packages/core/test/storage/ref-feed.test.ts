import { expect, it } from "vitest";
import { createRefFeed } from "../../src/storage/ref-feed.ts";
import { collect } from "../../src/testing/collect.ts";
import { countListeners } from "../../src/testing/count-listeners.ts";
import { sample } from "../../src/testing/storage-contract/storage-samples.ts";

const [a, b] = [sample(1).cid, sample(2).cid];

it("forgets a ref that is back where the reader last knew it, so that an idle reader costs no memory", async () => {
  const feed = createRefFeed();
  const events = feed.follow("", new AbortController().signal)[Symbol.asyncIterator]();
  for (let round = 0; round < 100; round++) {
    feed.publish([{ name: `passing/${round}`, expect: null, to: a }]);
    feed.publish([{ name: `passing/${round}`, expect: a, to: null }]);
  }
  feed.publish([{ name: "stays", expect: a, to: b }]);
  expect(await events.next()).toEqual({ done: false, value: { name: "stays", cid: b } });
  feed.publish([{ name: "stays", expect: b, to: a }]);
  expect(await events.next()).toEqual({ done: false, value: { name: "stays", cid: a } });
});

it("serves readers that ask ahead in the order in which they asked", async () => {
  const feed = createRefFeed();
  const events = feed.follow("", new AbortController().signal)[Symbol.asyncIterator]();
  const asked = [events.next(), events.next(), events.next()];
  feed.publish([
    { name: "1", expect: null, to: a },
    { name: "2", expect: null, to: b },
  ]);
  feed.close();
  expect(await Promise.all(asked)).toEqual([
    { done: false, value: { name: "1", cid: a } },
    { done: false, value: { name: "2", cid: b } },
    { done: true, value: undefined },
  ]);
});

it("lets go of the signal when the reader leaves, the signal aborts or the feed closes", async () => {
  const feed = createRefFeed();
  for (const end of ["leave", "abort", "close"]) {
    const controller = new AbortController();
    const held = countListeners(controller.signal);
    const events = feed.follow("", controller.signal);
    const reader = events[Symbol.asyncIterator]();
    expect(held()).toBe(1);
    if (end === "leave") await reader.return?.();
    if (end === "abort") controller.abort();
    if (end === "close") feed.close();
    expect(held()).toBe(0);
    expect(await collect(events)).toEqual([]);
  }
});
