import type { Cid } from "../../ids/cid.ts";
import type { Storage } from "../../ports/storage.ts";
import { assertEqual, assertFails, assertThat } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { sample, samples } from "./storage-samples.ts";
import { mustCommit, type StorageSubject, whileFollowing, withStorage } from "./storage-subject.ts";

const a = sample(1);
const b = sample(2);
const blocks = [a, b];

// That something is not told cannot be waited for. So these checks change one more ref, `end`, afterwards, and see
// what is told before it.

/** What a store promises to those who follow its refs. */
export const followPromises: Contract<StorageSubject> = [
  {
    promise: "tells a follower that a ref was inserted, moved and removed",
    check: withStorage((storage) =>
      whileFollowing(storage, "r", async (next) => {
        await mustCommit(storage, { blocks, refs: [{ name: "r", expect: null, to: a.cid }] });
        assertEqual(await next(), { name: "r", cid: a.cid }, "inserted");
        await mustCommit(storage, { refs: [{ name: "r", expect: a.cid, to: b.cid }] });
        assertEqual(await next(), { name: "r", cid: b.cid }, "moved");
        await mustCommit(storage, { refs: [{ name: "r", expect: b.cid, to: null }] });
        assertEqual(await next(), { name: "r", cid: null }, "removed");
      }),
    ),
  },
  {
    promise: "tells a reader that waits already",
    check: withStorage((storage) =>
      whileFollowing(storage, "r", async (next) => {
        const event = next();
        await mustCommit(storage, { blocks, refs: [{ name: "r", expect: null, to: a.cid }] });
        assertEqual(await event, { name: "r", cid: a.cid }, "event");
      }),
    ),
  },
  {
    promise: "tells a follower neither of other prefixes nor of what was before",
    check: withStorage(async (storage) => {
      await insert(storage, "job/old");
      await whileFollowing(storage, "job/", async (next) => {
        await insert(storage, "jobs", "Job/1", "job");
        await insert(storage, "job/end");
        assertEqual(await next(), { name: "job/end", cid: a.cid }, "the first event");
      });
    }),
  },
  {
    promise: "tells a follower nothing of a commit that changed nothing",
    check: withStorage(async (storage) => {
      await insert(storage, "r");
      await whileFollowing(storage, "", async (next) => {
        await storage.commit({ refs: [{ name: "r", expect: null, to: b.cid }] });
        await storage.commit({ refs: [{ name: "r", expect: a.cid, to: a.cid }] });
        const refs = [
          { name: "new", expect: null, to: a.cid },
          { name: "r", expect: a.cid, to: sample(9).cid },
        ];
        await assertFails("CORE_REF_TARGET_MISSING", () => storage.commit({ refs }));
        await insert(storage, "end");
        assertEqual(await next(), { name: "end", cid: a.cid }, "the first event");
      });
    }),
  },
  {
    promise: "has done what it tells of",
    check: withStorage((storage) =>
      whileFollowing(storage, "r", async (next) => {
        const committed = mustCommit(storage, { blocks, refs: [{ name: "r", expect: null, to: a.cid }] });
        const event = await next();
        assertEqual(await storage.ref("r"), event.cid, "the ref");
        assertEqual(await storage.has(a.cid), true, "has the block");
        await committed;
      }),
    ),
  },
  {
    promise: "tells a slow reader the latest state of each ref, not every step",
    check: withStorage((storage) =>
      whileFollowing(storage, "", async (next) => {
        const latest = await moveThrough(storage, "r", 50);
        await insert(storage, "end");
        let told = 0;
        let last: Cid | null = null;
        for (let event = await next(); event.name !== "end"; event = await next()) {
          told += 1;
          last = event.cid;
        }
        assertEqual(last, latest, "the last state told");
        assertThat(told < 50, "every step was told");
      }),
    ),
  },
  {
    promise: "tells every follower, however slow another one is",
    check: withStorage((storage) =>
      whileFollowing(storage, "r", (slow) =>
        whileFollowing(storage, "r", (first) =>
          whileFollowing(storage, "", async (second) => {
            await insert(storage, "r");
            for (const next of [first, second, slow])
              assertEqual(await next(), { name: "r", cid: a.cid }, "event");
          }),
        ),
      ),
    ),
  },
  {
    promise: "leaves a follower with the final state of every ref after a hundred commits at once",
    check: withStorage((storage) =>
      whileFollowing(storage, "", async (next) => {
        const told = new Map<string, Cid | null>();
        const reading = (async () => {
          for (let event = await next(); event.name !== "end"; event = await next()) {
            told.set(event.name, event.cid);
          }
        })();
        await Promise.all(samples(10).map((_, index) => moveThrough(storage, `r/${index}`, 10)));
        await insert(storage, "end");
        await reading;
        for (const { name, cid } of await collect(storage.refs("r/"))) assertEqual(told.get(name), cid, name);
      }),
    ),
  },
  {
    promise: "ends for a reader that waits when the signal aborts",
    check: withStorage(async (storage) => {
      const leave = new AbortController();
      const events = collect(storage.follow("", { signal: leave.signal }));
      leave.abort(new Error("no matter why"));
      assertEqual(await events, [], "events");
    }),
  },
  {
    promise: "ends at once when the signal has aborted before",
    check: withStorage(async (storage) => {
      const events = storage.follow("", { signal: AbortSignal.abort() });
      await insert(storage, "r");
      assertEqual(await collect(events), [], "events");
    }),
  },
  {
    promise: "ends for a reader that waits when the store closes",
    async check(subject) {
      const storage = await subject.open();
      const events = collect(storage.follow("", { signal: new AbortController().signal }));
      await storage.close();
      assertEqual(await events, [], "events");
    },
  },
  {
    promise: "lets a reader leave in the middle",
    check: withStorage(async (storage) => {
      const events = storage.follow("", { signal: new AbortController().signal });
      await insert(storage, "a", "b");
      for await (const { cid } of events) {
        assertEqual(cid, a.cid, "event");
        break;
      }
      assertEqual(await collect(events), [], "events after leaving");
    }),
  },
];

async function insert(storage: Storage, ...names: readonly string[]): Promise<void> {
  await mustCommit(storage, { blocks, refs: names.map((name) => ({ name, expect: null, to: a.cid })) });
}

/** Inserts a ref and moves it on, `count` commits one after the other; where it is then. */
async function moveThrough(storage: Storage, name: string, count: number): Promise<Cid | null> {
  let expect: Cid | null = null;
  for (const block of samples(count, 1000)) {
    await mustCommit(storage, { blocks: [block], refs: [{ name, expect, to: block.cid }] });
    expect = block.cid;
  }
  return expect;
}
