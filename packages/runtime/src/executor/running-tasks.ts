import type { Task } from "./task-source.ts";

/** The tasks that run now, each with what ends it. */
export interface RunningTasks {
  /** Puts a task among them, until `remove`. */
  add(task: Task): { readonly signal: AbortSignal; readonly preempt: AbortSignal };
  remove(id: string): void;
  has(id: string): boolean;
  /** Ends a task: at once, or at its next checkpoint; false if it does not run. */
  stop(id: string, how: "cancel" | "preempt"): boolean;
  /** Hands over, at their next checkpoints, those of which this is true. */
  preempt(isLeaving: (task: Task) => boolean): void;
  /** Ends all of them at once. */
  abort(): void;
}

interface Running {
  readonly task: Task;
  readonly abort: AbortController;
  readonly preempt: AbortController;
}

/** None yet. */
export function createRunningTasks(): RunningTasks {
  const running = new Map<string, Running>();
  return {
    add(task) {
      const place = { task, abort: new AbortController(), preempt: new AbortController() };
      running.set(task.id, place);
      return { signal: place.abort.signal, preempt: place.preempt.signal };
    },
    has: (id) => running.has(id),
    remove: (id) => void running.delete(id),
    stop(id, how) {
      const place = running.get(id);
      place?.[how === "cancel" ? "abort" : "preempt"].abort();
      return place !== undefined;
    },
    preempt(isLeaving) {
      for (const { task, preempt } of running.values()) if (isLeaving(task)) preempt.abort();
    },
    abort() {
      for (const { abort } of running.values()) abort.abort();
    },
  };
}
