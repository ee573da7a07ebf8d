import { type Did, didFromPublicKey } from "@icn-mesh/core";
import { createJobQueue, type JobQueue, type QueuedJob } from "@icn-mesh/mesh";
import { type BenchRow, sideBySide } from "../side-by-side.ts";

const CREATORS = Array.from({ length: 64 }, (_, index) => didFromPublicKey(new Uint8Array(32).fill(index)));

/** One job through the queue, beside few and beside many that wait; and what a bare Map pays for as many ids. */
export async function queueSuite(): Promise<readonly BenchRow[]> {
  const throughMaps = await sideBySide({
    operation: "make a job, set and delete its id",
    contenders: [
      { name: "bare Map of 1000 ids", run: throughMap(1000) },
      { name: "bare Map of 1000000 ids", run: throughMap(1_000_000) },
    ],
  });
  const throughQueues = await sideBySide({
    operation: "offer, start, complete and acknowledge a job",
    contenders: [
      { name: "1000 jobs wait", run: throughQueue(1000) },
      { name: "1000000 jobs wait", run: throughQueue(1_000_000), wanted: 2 },
      { name: "1000 jobs wait in a sorted array", run: throughArray(1000) },
    ],
  });
  return [...throughMaps, ...throughQueues];
}

/** The least that knowing each job by its id costs, in the order in which they came. */
function throughMap(waiting: number): () => unknown {
  const jobs = new Map<string, QueuedJob>();
  let index = 0;
  for (; index < waiting; index++) jobs.set(`job-${index}`, jobOf(index));
  return () => {
    const job = jobOf(index++);
    jobs.set(job.id, job);
    return jobs.delete(`job-${index - waiting - 1}`);
  };
}

function throughQueue(waiting: number): () => unknown {
  const queue = createJobQueue<number>({
    capacity: { cpuCores: 4, memoryMb: 4096, storageMb: 100 },
    max: waiting + 8,
  });
  let index = 0;
  for (; index < waiting; index++) queue.offer(jobOf(index));
  return () => {
    queue.offer(jobOf(index++));
    return finish(queue);
  };
}

function finish(queue: JobQueue<number>): boolean {
  const step = queue.next(0);
  if (step.type !== "start") throw new Error(`the queue says ${step.type}`);
  return queue.complete(step.job.id, 1) && queue.acknowledge(step.job.id);
}

/** What one would write first: sorted again for each job, for one creator only. */
function throughArray(waiting: number): () => unknown {
  const jobs = Array.from({ length: waiting }, (_, index) => jobOf(index));
  let index = waiting;
  return () => {
    jobs.push(jobOf(index++));
    jobs.sort(
      (left, right) => right.priority - left.priority || (left.deadline ?? 0) - (right.deadline ?? 0),
    );
    return jobs.shift();
  };
}

function jobOf(index: number): QueuedJob {
  const mixed = (index * 2_654_435_761) % 4_294_967_296;
  return {
    id: `job-${index}`,
    creator: CREATORS[mixed % CREATORS.length] as Did,
    lane: 1,
    priority: mixed % 256,
    deadline: 1_000_000 + (mixed % 100_000),
    resources: { cpuCores: 1, memoryMb: 64, storageMb: 1 },
  };
}
