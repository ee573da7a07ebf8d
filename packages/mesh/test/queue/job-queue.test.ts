import type { Resources } from "@icn-mesh/core";
import {
  createJobQueue,
  type JobQueue,
  type JobQueueOptions,
  MeshError,
  type QueuedJob,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { did } from "../selection/sample-round.ts";

const none: Resources = { cpuCores: 0, memoryMb: 0, storageMb: 0 };
const total: Resources = { cpuCores: 4, memoryMb: 4096, storageMb: 100 };

function job(id: string, more: Partial<QueuedJob> = {}): QueuedJob {
  return { id, creator: did(1), lane: 1, priority: 128, resources: none, ...more };
}

function queueOf(options: Partial<JobQueueOptions> = {}): JobQueue<string> {
  return createJobQueue<string>({ capacity: total, ...options });
}

function offerAll(queue: JobQueue<string>, jobs: readonly QueuedJob[]): void {
  for (const each of jobs) expect(queue.offer(each)).toMatchObject({ accepted: true });
}

/** Starts and completes all that can start, and says in which order. */
function order(queue: JobQueue<string>, now = 0): string[] {
  const ids: string[] = [];
  for (let step = queue.next(now); step.type === "start"; step = queue.next(now)) {
    ids.push(step.job.id);
    queue.complete(step.job.id, "done");
    queue.acknowledge(step.job.id);
  }
  return ids;
}

const cores = (cpuCores: number): Resources => ({ ...none, cpuCores });

describe("the order of the queue", () => {
  it("is priority, then deadline, then arrival, for the jobs of one creator", () => {
    const queue = queueOf();
    offerAll(queue, [
      job("late", { deadline: 900 }),
      job("none-first"),
      job("none-second"),
      job("soon", { deadline: 500 }),
      job("urgent", { priority: 255 }),
      job("least", { priority: 0, deadline: 100 }),
    ]);
    expect(order(queue)).toEqual(["urgent", "soon", "late", "none-first", "none-second", "least"]);
  });

  it("gives creators a turn each, whatever priority they claim and however much they offer", () => {
    const queue = queueOf();
    offerAll(
      queue,
      [1, 2, 3, 4].map((index) => job(`flood-${index}`, { priority: 255 })),
    );
    offerAll(queue, [
      job("b1", { creator: did(2), priority: 0 }),
      job("c1", { creator: did(3) }),
      job("b2", { creator: did(2), priority: 0 }),
    ]);
    expect(order(queue)).toEqual(["flood-1", "b1", "c1", "flood-2", "b2", "flood-3", "flood-4"]);
  });

  it("is the same after many have come and gone without being served", () => {
    const queue = queueOf({ maxRunning: 1 });
    offerAll(queue, [job("a1"), job("a2"), job("b1", { creator: did(2) })]);
    for (let index = 0; index < 200; index++) {
      offerAll(queue, [job(`gone-${index}`, { creator: did(3 + (index % 7)) })]);
      queue.cancel(`gone-${index}`);
    }
    offerAll(queue, [job("c1", { creator: did(3) })]);
    expect(order(queue)).toEqual(["a1", "b1", "c1", "a2"]);
  });

  it("lets nobody skip its turn by leaving the queue and coming back", () => {
    const queue = queueOf();
    offerAll(queue, [job("a1"), job("b1", { creator: did(2) })]);
    queue.cancel("a1");
    offerAll(queue, [job("a2")]);
    expect(order(queue)).toEqual(["b1", "a2"]);
  });

  it("serves lane 0 before lane 1, for the creators that the policy names only", () => {
    const queue = queueOf({ lane0Creators: new Set([did(2)]) });
    expect(queue.offer(job("a", { lane: 0, priority: 255 }))).toEqual({ accepted: true, lane: 1 });
    expect(queue.offer(job("b", { creator: did(2), lane: 7 }))).toEqual({ accepted: true, lane: 1 });
    expect(queue.offer(job("c", { creator: did(2), lane: 0, priority: 0 }))).toEqual({
      accepted: true,
      lane: 0,
    });
    expect(order(queue)).toEqual(["c", "a", "b"]);
    expect(queue.next(0)).toEqual({ type: "wait", for: "job" });
  });

  it("is defined for numbers that no record can have", () => {
    const queue = queueOf();
    offerAll(queue, [
      job("nan", { priority: Number.NaN, deadline: Number.NaN }),
      job("high", { priority: 999 }),
      job("low", { priority: -1, deadline: Number.POSITIVE_INFINITY }),
      job("far", { priority: 255, deadline: 2 ** 53 }),
    ]);
    expect(order(queue, -1)).toEqual(["high", "far", "nan", "low"]);
  });
});

describe("what the queue takes", () => {
  it("is each job once, while it waits, runs or is unacknowledged", () => {
    const queue = queueOf();
    const again = { accepted: false, reason: "duplicate" };
    queue.offer(job("a"));
    expect(queue.offer(job("a"))).toEqual(again);
    queue.next(0);
    expect(queue.offer(job("a"))).toEqual(again);
    queue.complete("a", "done");
    expect(queue.offer(job("a"))).toEqual(again);
    queue.acknowledge("a");
    expect(queue.offer(job("a"))).toEqual({ accepted: true, lane: 1 });
  });

  it("is so many jobs in all, and so many of one creator", () => {
    const queue = queueOf({ max: 3, maxPerCreator: 2, lane0Creators: new Set([did(1)]) });
    offerAll(queue, [job("a"), job("b", { lane: 0 })]);
    expect(queue.offer(job("c"))).toEqual({ accepted: false, reason: "creator-full" });
    offerAll(queue, [job("d", { creator: did(2) })]);
    expect(queue.offer(job("e", { creator: did(3) }))).toEqual({ accepted: false, reason: "full" });
    queue.next(0);
    expect(queue.offer(job("e", { creator: did(3) }))).toEqual({ accepted: false, reason: "full" });
    expect([queue.waiting, queue.running]).toEqual([2, 1]);
  });

  it.each<[string, Partial<Resources>, boolean]>([
    ["all of the machine", total, true],
    ["a core too many", { cpuCores: 5 }, false],
    ["too much memory", { memoryMb: 4097 }, false],
    ["too much storage", { storageMb: 101 }, false],
    ["less than nothing", { cpuCores: -1 }, false],
    ["no number", { memoryMb: Number.NaN }, false],
    ["a GPU where there is none", { gpu: { vramMb: 0 } }, false],
  ])("is a job that needs %s: %s, %s", (...[, need, fits]) => {
    const answer = queueOf().offer(job("a", { resources: { ...none, ...need } }));
    expect(answer).toEqual(fits ? { accepted: true, lane: 1 } : { accepted: false, reason: "never-fits" });
  });

  it("is a job for the GPU of its model, or of any", () => {
    const queue = queueOf({ capacity: { ...total, gpu: { model: "a100", vramMb: 80 } } });
    const offer = (id: string, gpu: NonNullable<Resources["gpu"]>) =>
      queue.offer(job(id, { resources: { ...none, gpu } })).accepted;
    expect([
      offer("any", { vramMb: 80 }),
      offer("same", { model: "a100", vramMb: 1 }),
      offer("other", { model: "t4", vramMb: 1 }),
      offer("more", { vramMb: 81 }),
    ]).toEqual([true, true, false, false]);
    expect(queue.next(0).type).toBe("start");
    expect(queue.next(0)).toEqual({ type: "wait", for: "capacity" });
  });

  it("is nothing of a lane that is drained, where nothing starts either", () => {
    const queue = queueOf({ lane0Creators: new Set([did(1)]) });
    offerAll(queue, [job("a"), job("b")]);
    queue.next(0);
    queue.drain("lane-1");
    expect(queue.offer(job("c"))).toEqual({ accepted: false, reason: "draining" });
    expect(queue.next(0)).toEqual({ type: "wait", for: "job" });
    expect(queue.complete("a", "done")).toBe(true);
    offerAll(queue, [job("d", { lane: 0 })]);
    queue.drain("all");
    expect(queue.offer(job("e", { lane: 0 }))).toEqual({ accepted: false, reason: "draining" });
    expect(queue.next(0)).toEqual({ type: "wait", for: "job" });
    queue.drain("none");
    expect(order(queue)).toEqual(["d", "b"]);
  });

  it("is bounded by limits of at least one", () => {
    for (const name of ["max", "maxPerCreator", "maxRunning", "maxUnacknowledged"]) {
      expect(() => queueOf({ [name]: 0 })).toThrow(MeshError);
      expect(() => queueOf({ [name]: 1.5 })).toThrow(name);
    }
  });
});

describe("what starts", () => {
  it("fits into what is free of the machine, and gives it back when it ends", () => {
    const queue = queueOf();
    offerAll(queue, [
      job("a", { resources: cores(3) }),
      job("b", { resources: cores(2) }),
      job("c", { resources: cores(1) }),
    ]);
    expect(queue.next(0)).toMatchObject({ type: "start", job: { id: "a" } });
    expect(queue.next(0)).toEqual({ type: "wait", for: "capacity" });
    queue.fail("a", "broken");
    expect(queue.next(0)).toMatchObject({ type: "start", job: { id: "b" } });
    expect(queue.next(0)).toMatchObject({ type: "start", job: { id: "c" } });
  });

  it.each<[string, Resources]>([
    ["memory", { ...none, memoryMb: 2049 }],
    ["storage", { ...none, storageMb: 51 }],
  ])("waits for %s too", (_, resources) => {
    const queue = queueOf();
    offerAll(queue, [job("a", { resources }), job("b", { resources })]);
    queue.next(0);
    expect(queue.next(0)).toEqual({ type: "wait", for: "capacity" });
    queue.cancel("a");
    expect(queue.next(0)).toMatchObject({ type: "start" });
  });

  it("is never more than run at once", () => {
    const queue = queueOf({ maxRunning: 1 });
    offerAll(queue, [job("a"), job("b")]);
    queue.next(0);
    expect(queue.next(0)).toEqual({ type: "wait", for: "slot" });
  });

  it("is nothing whose result would have no place: none is ever dropped", () => {
    const queue = queueOf({ maxUnacknowledged: 2 });
    offerAll(queue, [job("a"), job("b"), job("c")]);
    queue.next(0);
    queue.complete("a", "done");
    queue.next(0);
    expect(queue.next(0)).toEqual({ type: "wait", for: "acknowledgement" });
    queue.acknowledge("a");
    expect(queue.next(0)).toMatchObject({ type: "start", job: { id: "c" } });
  });

  it("is nothing whose deadline has passed: that leaves the queue", () => {
    const queue = queueOf();
    offerAll(queue, [job("a", { deadline: 10 }), job("b", { deadline: 11 })]);
    expect(queue.next(10)).toMatchObject({ type: "lapsed", job: { id: "a" } });
    expect(queue.next(10)).toMatchObject({ type: "start", job: { id: "b" } });
    expect([queue.waiting, queue.unacknowledged]).toEqual([0, 0]);
    expect(queue.offer(job("a"))).toMatchObject({ accepted: true });
  });
});

describe("how a job ends", () => {
  const started = () => {
    const queue = queueOf();
    queue.offer(job("a"));
    queue.next(0);
    return queue;
  };

  it("is kept until it is acknowledged", () => {
    const queue = started();
    expect(queue.complete("a", "42")).toBe(true);
    expect(queue.outcomeOf("a")).toEqual({ type: "completed", result: "42" });
    expect(queue.ended()).toMatchObject([{ job: { id: "a" }, outcome: { type: "completed" } }]);
    expect([queue.acknowledge("a"), queue.acknowledge("a")]).toEqual([true, false]);
    expect([queue.outcomeOf("a"), queue.ended(), queue.unacknowledged]).toEqual([undefined, [], 0]);
  });

  it("is by completion, failure, cancellation or preemption, and once", () => {
    const ends: readonly [(queue: JobQueue<string>) => boolean, unknown][] = [
      [(queue) => queue.complete("a", "x"), { type: "completed", result: "x" }],
      [(queue) => queue.fail("a", "x"), { type: "failed", result: "x" }],
      [(queue) => queue.cancel("a"), { type: "cancelled" }],
      [(queue) => queue.preempt("a", "end"), { type: "preempted" }],
    ];
    for (const [end, outcome] of ends) {
      const queue = started();
      expect(end(queue)).toBe(true);
      expect(queue.outcomeOf("a")).toEqual(outcome);
      for (const [again] of ends) expect(again(queue)).toBe(false);
      expect(queue.preempt("a", "wait")).toBe(false);
      expect(queue.outcomeOf("a")).toEqual(outcome);
      expect([queue.running, queue.unacknowledged]).toEqual([0, 1]);
    }
  });

  it("is without a trace for one that is cancelled while it waits", () => {
    const queue = queueOf();
    offerAll(queue, [job("a"), job("b")]);
    expect(queue.complete("a", "x")).toBe(false);
    expect([queue.cancel("a"), queue.cancel("a"), queue.cancel("never")]).toEqual([true, false, false]);
    expect([queue.waiting, queue.unacknowledged]).toEqual([1, 0]);
    expect(order(queue)).toEqual(["b"]);
  });

  it("frees a place for each of many that are cancelled, and keeps the others in order", () => {
    const queue = queueOf({ max: 10_000 });
    offerAll(
      queue,
      Array.from({ length: 300 }, (_, index) => job(`${index}`, { priority: (index * 7) % 256 })),
    );
    const isKept = (index: number) => index % 50 === 7;
    for (let index = 0; index < 300; index++) if (!isKept(index)) queue.cancel(`${index}`);
    expect(queue.waiting).toBe(6);
    const byPriority = [7, 57, 107, 157, 207, 257].toSorted(
      (left, right) => ((right * 7) % 256) - ((left * 7) % 256),
    );
    expect(order(queue)).toEqual(byPriority.map(String));
  });
});
