import type { Clock, Logger, Resources } from "@icn-mesh/core";
import {
  createJobQueue,
  type DrainedLanes,
  type JobQueueOptions,
  type QueueAnswer,
  type QueueStep,
  type Reservation,
} from "@icn-mesh/mesh";
import type { RunResult } from "@icn-mesh/sandbox";
import type { WorkRunner } from "../ports/work-runner.ts";
import { createOpenWork } from "../tasks/open-work.ts";
import { failedRun } from "./failed-run.ts";
import { runTask } from "./run-task.ts";
import { createRunningTasks, type RunningTasks } from "./running-tasks.ts";
import type { Task } from "./task-source.ts";

/** A task of a machine, and whether it is its turn. */
export interface PlacedTask {
  readonly id: string;
  readonly state: "waiting" | "running";
  readonly lane: number;
  readonly priority: number;
  readonly resources: Resources;
}

/** The tasks of one machine: those that run, as many as it has room for, and those that wait. */
export interface Machine {
  readonly waiting: number;
  readonly running: number;
  reserve(reservation: Reservation): boolean;
  release(id: string): void;
  offer(task: Task): QueueAnswer;
  /** Ends a task: at once, or at its next checkpoint. False if it is not here. */
  stop(id: string, how: "cancel" | "preempt"): boolean;
  /** What waits and what runs, in the order in which it came. */
  tasks(): readonly PlacedTask[];
  drain(lanes: DrainedLanes): void;
  /** Starts nothing more until the next `drain`; what runs goes on. */
  pause(): void;
  /** Ends everything that runs, and resolves when it has ended. */
  halt(): Promise<void>;
}

/** What a machine works with. */
export interface MachineComponents {
  readonly runner: WorkRunner;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An idle machine. */
export function createMachine(components: MachineComponents, options: JobQueueOptions): Machine {
  const { runner, clock, logger } = components;
  const queue = createJobQueue<RunResult>(options);
  const tasks = new Map<string, Task>();
  const running = createRunningTasks();
  const open = createOpenWork((reason) => logger.error("a task failed", { reason: String(reason) }));

  const pump = (): void => {
    while (take(queue.next(clock.monotonic())));
  };

  /** False where there is nothing more to do now. */
  function take(step: QueueStep): boolean {
    switch (step.type) {
      case "wait":
        return false;
      case "preempt":
        for (const { id } of step.victims) running.stop(id, "preempt");
        return false;
      case "start":
      case "lapsed":
        open.add(step.type === "start" ? run(step.job as Task) : drop(step.job as Task, LAPSED));
        return true;
    }
  }

  async function run(task: Task): Promise<void> {
    const result = await runTask(runner, task, running.add(task));
    running.remove(task.id);
    if (result.outcome.type === "ok") queue.complete(task.id, result);
    else queue.fail(task.id, result);
    // What has ended keeps its place until its source has it in writing.
    await task.ended(result);
    queue.acknowledge(task.id);
    tasks.delete(task.id);
    pump();
  }

  async function drop(task: Task, result: RunResult): Promise<void> {
    tasks.delete(task.id);
    await task.ended(result);
  }

  function withdraw(id: string): boolean {
    const task = tasks.get(id);
    if (task === undefined || !queue.cancel(id)) return false;
    open.add(drop(task, WITHDRAWN));
    return true;
  }

  return {
    get waiting() {
      return queue.waiting;
    },
    get running() {
      return queue.running;
    },
    reserve: (reservation) => queue.reserve(reservation, clock.monotonic()),
    release: (id) => void queue.release(id),
    offer(task) {
      const answer = queue.offer(task); // the queue gives back what it is given
      if (answer.accepted) tasks.set(task.id, task);
      pump();
      return answer;
    },
    stop: (id, how) => running.stop(id, how) || withdraw(id),
    tasks: () => placed(tasks.values(), running),
    pause: () => queue.drain("all"),
    drain(lanes) {
      queue.drain(lanes);
      if (lanes !== "none") running.preempt(({ lane }) => lanes === "all" || lane !== 0);
      pump();
    },
    async halt() {
      running.abort();
      await open.ended();
    },
  };
}

function placed(tasks: Iterable<Task>, running: RunningTasks): readonly PlacedTask[] {
  return Array.from(tasks, ({ id, lane, priority, resources }) => {
    const state = running.has(id) ? "running" : "waiting";
    return { id, state, lane, priority, resources };
  });
}

const LAPSED = failedRun("timeout", "its time was over before there was room for it");
const WITHDRAWN = failedRun("cancelled", "it was taken back before it started");
