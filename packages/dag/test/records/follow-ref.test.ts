import { createMemoryStorage } from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import { expect, it } from "vitest";
import { followRef } from "../../src/records/follow-ref.ts";
import { commit, knot } from "../samples.ts";

const [a, b] = [knot(1), knot(2)];

it("tells where a ref points, then where it goes, and nothing of its neighbours", async () => {
  const storage = createMemoryStorage();
  const leave = new AbortController();
  const steps = followRef(storage, "r", { signal: leave.signal });
  expect(await steps.next()).toEqual({ done: false, value: null });
  await commit(storage, { blocks: [a], refs: [{ name: "r/neighbour", expect: null, to: a.cid }] });
  await commit(storage, { refs: [{ name: "r", expect: null, to: a.cid }] });
  expect(await steps.next()).toEqual({ done: false, value: a.cid });
  await commit(storage, { blocks: [b], refs: [{ name: "r", expect: a.cid, to: b.cid }] });
  expect(await steps.next()).toEqual({ done: false, value: b.cid });
  const last = steps.next();
  await commit(storage, { refs: [{ name: "r", expect: b.cid, to: null }] });
  expect(await last).toEqual({ done: false, value: null });
  leave.abort();
  expect(await steps.next()).toEqual({ done: true, value: undefined });
});

it("does not tell twice what it saw both in the ref and in the events", async () => {
  const storage = createMemoryStorage();
  const leave = new AbortController();
  const follow = storage.follow.bind(storage);
  const late = {
    ref: storage.ref,
    follow(prefix: string, options: { signal: AbortSignal }) {
      const events = follow(prefix, options);
      void commit(storage, { blocks: [a], refs: [{ name: "r", expect: null, to: a.cid }] });
      return events;
    },
  };
  const steps = followRef(late, "r", { signal: leave.signal });
  expect(await steps.next()).toEqual({ done: false, value: a.cid });
  const next = steps.next();
  await commit(storage, { blocks: [b], refs: [{ name: "r", expect: a.cid, to: b.cid }] });
  expect(await next).toEqual({ done: false, value: b.cid });
  await storage.close();
  expect(await steps.next()).toEqual({ done: true, value: undefined });
});

it("tells nothing when nobody listens any more", async () => {
  const storage = createMemoryStorage();
  expect(await collect(followRef(storage, "r", { signal: AbortSignal.abort() }))).toEqual([]);
});
