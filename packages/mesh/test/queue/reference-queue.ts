import type { Did, Resources } from "@icn-mesh/core";
import type { QueuedJob } from "@icn-mesh/mesh";

interface Waiting {
  readonly job: QueuedJob;
  readonly lane: 0 | 1;
  readonly seq: number;
}

/** The queue as one would write it first: lists that are searched from end to end. It is what the real one is held against. */
export function createReferenceQueue(
  capacity: Resources,
  lane0Creators: ReadonlySet<Did>,
  maxRunning: number,
) {
  let waiting: Waiting[] = [];
  let running: Waiting[] = [];
  const turns: [Did[], Did[]] = [[], []];
  const ended = new Map<string, string>();
  let seq = 0;

  const key = ({ job, seq: arrival }: Waiting) => [
    255 - job.priority,
    job.deadline ?? Number.POSITIVE_INFINITY,
    arrival,
  ];
  const isBefore = (left: Waiting, right: Waiting): boolean => {
    const at = key(left).findIndex((part, index) => part !== key(right)[index]);
    return (key(left)[at] as number) < (key(right)[at] as number);
  };

  function line(entry: Waiting): void {
    waiting.push(entry);
    const order = turns[entry.lane];
    if (!order.includes(entry.job.creator)) order.push(entry.job.creator);
  }

  function leave(entry: Waiting): void {
    waiting = waiting.filter((each) => each !== entry);
    const others = waiting.some(({ job, lane }) => lane === entry.lane && job.creator === entry.job.creator);
    if (!others) turns[entry.lane].splice(turns[entry.lane].indexOf(entry.job.creator), 1);
  }

  function rotate(entry: Waiting): void {
    const order = turns[entry.lane];
    if (order.includes(entry.job.creator)) order.push(...order.splice(order.indexOf(entry.job.creator), 1));
  }

  /** The most urgent job of the creator whose turn it is. */
  function first(): Waiting | undefined {
    const lane = turns[0].length > 0 ? 0 : 1;
    const own = waiting.filter((each) => each.lane === lane && each.job.creator === turns[lane][0]);
    return own.find((each) => own.every((other) => other === each || isBefore(each, other)));
  }

  function fits(entry: Waiting): boolean {
    const cores = [...running, entry].reduce((sum, { job }) => sum + job.resources.cpuCores, 0);
    return running.length < maxRunning && cores <= capacity.cpuCores;
  }

  return {
    offer(job: QueuedJob): boolean {
      if (ended.has(job.id) || [...waiting, ...running].some((each) => each.job.id === job.id)) return false;
      line({ job, lane: job.lane === 0 && lane0Creators.has(job.creator) ? 0 : 1, seq: seq++ });
      return true;
    },
    next(now: number): string {
      const entry = first();
      if (entry === undefined) return "wait";
      const { id, deadline = Number.POSITIVE_INFINITY } = entry.job;
      if (deadline > now && !fits(entry)) return "wait";
      rotate(entry);
      leave(entry);
      if (deadline <= now) return `lapsed ${id}`;
      running.push(entry);
      return `start ${id}`;
    },
    end(id: string, how: string): boolean {
      const entry = running.find(({ job }) => job.id === id);
      if (entry === undefined) return false;
      running = running.filter((each) => each !== entry);
      ended.set(id, how);
      return true;
    },
    withdraw(id: string): boolean {
      const entry = waiting.find(({ job }) => job.id === id);
      if (entry !== undefined) leave(entry);
      return entry !== undefined;
    },
    requeue(id: string): boolean {
      const entry = running.find(({ job }) => job.id === id);
      if (entry === undefined) return false;
      running = running.filter((each) => each !== entry);
      line(entry);
      return true;
    },
    acknowledge: (id: string) => ended.delete(id),
    counts: () => [waiting.length, running.length, ended.size],
    ended: () => [...ended],
  };
}
