import type { Resources } from "@icn-mesh/core";
import { createJobQueue, type JobQueue, type JobQueueOptions, type QueuedJob } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { did } from "../selection/sample-round.ts";

const cores = (cpuCores: number): Resources => ({ cpuCores, memoryMb: 0, storageMb: 0 });
const chosen = did(9);

function job(id: string, more: Partial<QueuedJob> = {}): QueuedJob {
  return { id, creator: did(1), lane: 1, priority: 128, resources: cores(1), ...more };
}

const urgent = (id: string, cpuCores = 1): QueuedJob =>
  job(id, { creator: chosen, lane: 0, resources: cores(cpuCores) });

/** A machine of four cores, with these jobs running. */
function busyWith(jobs: readonly QueuedJob[], options: Partial<JobQueueOptions> = {}): JobQueue<string> {
  const queue = createJobQueue<string>({
    capacity: cores(4),
    lane0Creators: new Set([chosen]),
    preempts: true,
    ...options,
  });
  for (const each of jobs) {
    queue.offer(each);
    expect(queue.next(0)).toMatchObject({ type: "start", job: { id: each.id } });
  }
  return queue;
}

const victimsOf = (queue: JobQueue<string>): readonly string[] | string => {
  const step = queue.next(0);
  return step.type === "preempt" ? step.victims.map(({ id }) => id) : step.type;
};

describe("preemption", () => {
  it("names the least urgent jobs of lane 1, and of equals the latest, as many as it takes", () => {
    const queue = busyWith([
      job("a", { priority: 1 }),
      job("b", { priority: 0 }),
      job("c", { priority: 0 }),
      job("d", { priority: 9 }),
    ]);
    queue.offer(urgent("u", 3));
    expect(victimsOf(queue)).toEqual(["c", "b", "a"]);
  });

  it("changes nothing until the victims are reported", () => {
    const queue = busyWith([job("a", { resources: cores(4) })]);
    queue.offer(urgent("u"));
    expect([victimsOf(queue), victimsOf(queue), queue.running]).toEqual([["a"], ["a"], 1]);
    expect(queue.preempt("a", "wait")).toBe(true);
    expect(queue.next(0)).toMatchObject({ type: "start", job: { id: "u" } });
    expect([queue.waiting, queue.running, queue.unacknowledged]).toEqual([1, 1, 0]);
  });

  it("lets a victim wait before what its creator offered later, or ends it", () => {
    const queue = busyWith([job("a", { resources: cores(4) })]);
    queue.offer(job("b"));
    expect(queue.preempt("a", "wait")).toBe(true);
    expect(queue.next(0)).toMatchObject({ type: "start", job: { id: "a" } });
    expect(queue.preempt("a", "end")).toBe(true);
    expect(queue.outcomeOf("a")).toEqual({ type: "preempted" });
  });

  it("keeps a victim that waits again known by its id", () => {
    const queue = busyWith([job("a")]);
    queue.preempt("a", "wait");
    expect(queue.offer(job("a"))).toEqual({ accepted: false, reason: "duplicate" });
    expect(queue.cancel("a")).toBe(true);
    expect(queue.next(0)).toEqual({ type: "wait", for: "job" });
  });

  it("helps a job that waits for a slot", () => {
    const queue = busyWith([job("a")], { maxRunning: 1 });
    queue.offer(urgent("u"));
    expect(victimsOf(queue)).toEqual(["a"]);
  });

  it("does not stop jobs of lane 0, nor any where that would not be enough", () => {
    const queue = busyWith([urgent("x", 3), job("a")]);
    queue.offer(urgent("u", 2));
    expect(queue.next(0)).toEqual({ type: "wait", for: "capacity" });
  });

  it("does not make room that promises or results take", () => {
    const queue = busyWith([job("a")], { maxUnacknowledged: 1 });
    queue.offer(urgent("u", 4));
    expect(queue.next(0)).toEqual({ type: "wait", for: "acknowledgement" });
    const promised = busyWith([job("a")]);
    expect(promised.reserve({ id: "p", resources: cores(1), until: 10 }, 0)).toBe(true);
    promised.offer(urgent("u", 4));
    expect(promised.next(0)).toEqual({ type: "wait", for: "capacity" });
    expect(promised.next(10)).toMatchObject({ type: "preempt" });
  });

  it("is not for lane 1, and not where the policy does not have it", () => {
    const queue = busyWith([job("a", { resources: cores(4), priority: 0 })]);
    queue.offer(job("b", { priority: 255 }));
    expect(queue.next(0)).toEqual({ type: "wait", for: "capacity" });
    const patient = busyWith([job("a", { resources: cores(4) })], { preempts: false });
    patient.offer(urgent("u"));
    expect(patient.next(0)).toEqual({ type: "wait", for: "capacity" });
  });

  it("holds lane 1 back while lane 0 waits for capacity", () => {
    const queue = busyWith([job("a", { resources: cores(3) })], { preempts: false });
    queue.offer(job("small"));
    queue.offer(urgent("u", 2));
    expect(queue.next(0)).toEqual({ type: "wait", for: "capacity" });
    expect(queue.running).toBe(1);
  });
});

describe("a reservation", () => {
  const promise = (id: string, cpuCores: number, until = 100) => ({ id, resources: cores(cpuCores), until });

  it("keeps capacity free until the job comes, the promise is released, or its time is over", () => {
    const queue = busyWith([]);
    expect([
      queue.reserve(promise("a", 3), 0),
      queue.reserve(promise("b", 2), 0),
      queue.reserve(promise("c", 1), 0),
    ]).toEqual([true, false, true]);
    expect([queue.release("c"), queue.release("c"), queue.reserve(promise("d", 1), 0)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(queue.reserve(promise("e", 4, 200), 99)).toBe(false);
    expect(queue.reserve(promise("e", 4, 200), 100)).toBe(true);
  });

  it("becomes the start of its job", () => {
    const queue = busyWith([]);
    queue.reserve(promise("a", 4), 0);
    expect(queue.offer(job("a", { resources: cores(4) }))).toMatchObject({ accepted: true });
    expect(queue.release("a")).toBe(false);
    expect(queue.next(0)).toMatchObject({ type: "start", job: { id: "a" } });
  });

  it("counts as a job that runs", () => {
    const queue = busyWith([], { maxRunning: 1 });
    expect([queue.reserve(promise("a", 1), 0), queue.reserve(promise("b", 1), 0)]).toEqual([true, false]);
    queue.offer(job("c"));
    expect(queue.next(0)).toEqual({ type: "wait", for: "slot" });
    expect(queue.next(100)).toMatchObject({ type: "start" });
  });

  it("is not given where it could not be kept", () => {
    const queue = busyWith([job("runs")]);
    expect(queue.reserve(promise("runs", 1), 0)).toBe(false);
    expect(queue.reserve(promise("never", 5), 0)).toBe(false);
    expect(queue.reserve(promise("over", 1, 7), 7)).toBe(false);
    expect(queue.reserve(promise("nan", 1, Number.NaN), 0)).toBe(false);
    expect(queue.reserve(promise("a", 1), 0)).toBe(true);
    expect(queue.reserve(promise("a", 1), 0)).toBe(false);
    queue.complete("runs", "done");
    expect(queue.reserve(promise("runs", 1), 0)).toBe(false);
    queue.drain("lane-1");
    expect(queue.reserve(promise("b", 1), 0)).toBe(false);
    queue.drain("none");
    queue.offer(job("waits", { resources: cores(4) }));
    expect(queue.reserve(promise("b", 1), 0)).toBe(false);
  });

  it("of an id that was released and promised again lasts as long as the second promise", () => {
    const queue = busyWith([]);
    queue.reserve(promise("a", 4, 10), 0);
    queue.release("a");
    queue.reserve(promise("a", 4, 20), 0);
    expect(queue.reserve(promise("b", 1), 15)).toBe(false);
    expect(queue.reserve(promise("b", 1), 20)).toBe(true);
  });

  it("leaves nothing behind, however many are made and released", () => {
    const queue = busyWith([]);
    for (let index = 0; index < 1000; index++) {
      expect(queue.reserve(promise(`p-${index}`, 4, 1_000_000), index)).toBe(true);
      expect(queue.release(`p-${index}`)).toBe(true);
    }
    expect(queue.reserve(promise("last", 4), 0)).toBe(true);
  });
});
