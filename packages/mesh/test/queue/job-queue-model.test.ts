import { createJobQueue, type JobQueue, type QueuedJob } from "@icn-mesh/mesh";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { did } from "../selection/sample-round.ts";
import { createReferenceQueue } from "./reference-queue.ts";

type Reference = ReturnType<typeof createReferenceQueue>;
type Both = readonly [queue: JobQueue<string>, reference: Reference];

const capacity = { cpuCores: 3, memoryMb: 0, storageMb: 0 };
const lane0Creators = new Set([did(0)]);
const anyId = fc.nat(12).map((index) => `job-${index}`);
const anyJob: fc.Arbitrary<QueuedJob> = fc.record({
  id: anyId,
  creator: fc.nat(2).map(did),
  lane: fc.nat(1),
  priority: fc.constantFrom(0, 7, 255),
  deadline: fc.constantFrom(undefined, 3, 5, 9),
  resources: fc.nat(3).map((cpuCores) => ({ ...capacity, cpuCores })),
});

/** One step taken on both queues, with what each answers. */
const anyStep: fc.Arbitrary<(both: Both) => readonly [unknown, unknown]> = fc.oneof(
  {
    weight: 4,
    arbitrary: anyJob.map(
      (job) =>
        ([queue, reference]: Both) =>
          [queue.offer(job).accepted, reference.offer(job)] as const,
    ),
  },
  {
    weight: 4,
    arbitrary: fc.nat(6).map(
      (now) =>
        ([queue, reference]: Both) =>
          [textOf(queue.next(now)), reference.next(now)] as const,
    ),
  },
  {
    weight: 2,
    arbitrary: anyId.map(
      (id) =>
        ([queue, reference]: Both) =>
          [queue.complete(id, "x"), reference.end(id, "completed")] as const,
    ),
  },
  anyId.map(
    (id) =>
      ([queue, reference]: Both) =>
        [queue.fail(id, "x"), reference.end(id, "failed")] as const,
  ),
  anyId.map(
    (id) =>
      ([queue, reference]: Both) =>
        [queue.cancel(id), reference.end(id, "cancelled") || reference.withdraw(id)] as const,
  ),
  anyId.map(
    (id) =>
      ([queue, reference]: Both) =>
        [queue.preempt(id, "end"), reference.end(id, "preempted")] as const,
  ),
  anyId.map(
    (id) =>
      ([queue, reference]: Both) =>
        [queue.preempt(id, "wait"), reference.requeue(id)] as const,
  ),
  anyId.map(
    (id) =>
      ([queue, reference]: Both) =>
        [queue.acknowledge(id), reference.acknowledge(id)] as const,
  ),
);

function textOf(step: ReturnType<JobQueue<string>["next"]>): string {
  return step.type === "start" || step.type === "lapsed" ? `${step.type} ${step.job.id}` : step.type;
}

describe("the queue", () => {
  it("answers every sequence of steps like the list that is searched from end to end", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 120 }), (steps) => {
        const both: Both = [
          createJobQueue<string>({ capacity, lane0Creators, maxRunning: 2 }),
          createReferenceQueue(capacity, lane0Creators, 2),
        ];
        const [queue, reference] = both;
        for (const step of steps) {
          const [answer, wanted] = step(both);
          expect(answer).toBe(wanted);
          expect([queue.waiting, queue.running, queue.unacknowledged]).toEqual(reference.counts());
        }
        expect(queue.ended().map(({ job, outcome }) => [job.id, outcome.type])).toEqual(reference.ended());
      }),
      { numRuns: 300 },
    );
  });

  it("brings out each of many jobs once, in the order that sorting gives", () => {
    const jobs = Array.from({ length: 5000 }, (_, index): QueuedJob => {
      const mixed = (index * 7919) % 5003;
      return {
        id: `job-${index}`,
        creator: did(1),
        lane: 1,
        priority: mixed % 5,
        deadline: 1 + (mixed % 97),
        resources: { ...capacity, cpuCores: 0 },
      };
    });
    const queue = createJobQueue<string>({ capacity, max: 5000 });
    for (const job of jobs) queue.offer(job);
    const wanted = jobs.toSorted(
      (left, right) => right.priority - left.priority || (left.deadline ?? 0) - (right.deadline ?? 0),
    );
    const found = jobs.map(() => {
      const step = queue.next(0);
      if (step.type !== "start") return step.type;
      queue.complete(step.job.id, "done");
      queue.acknowledge(step.job.id);
      return step.job.id;
    });
    expect(found).toEqual(wanted.map(({ id }) => id));
  });
});
