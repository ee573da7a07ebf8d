import { createOpenWork } from "./open-work.ts";

/** Something to do, under a name: as long as the name is wanted it goes on, and it is begun once. */
export interface Task {
  readonly key: string;
  /** Gives up when the signal aborts: what it was for is no longer wanted. */
  run(signal: AbortSignal): Promise<void>;
}

/** Tasks that follow from a state which changes. */
export interface KeyedTasks {
  /** Begins what is new, aborts what is no longer among them, and lets the rest go on, or stay done. */
  sync(wanted: Iterable<Task>): void;
  /** Aborts one, so that it begins anew at the next `sync` that wants it. */
  renew(key: string): void;
  /** Aborts everything, and resolves when all of it has ended. */
  stop(): Promise<void>;
}

/** What to do about a task that failed: after it resolves the task is tried again, while it is wanted. */
export interface KeyedTasksOptions {
  readonly onFailure: (failed: FailedTask, signal: AbortSignal) => Promise<void>;
}

/** A task that failed, and how often it has. */
export interface FailedTask {
  readonly key: string;
  readonly reason: unknown;
  readonly times: number;
}

/** No tasks yet. */
export function createKeyedTasks({ onFailure }: KeyedTasksOptions): KeyedTasks {
  const begun = new Map<string, AbortController>();
  const running = createOpenWork(() => undefined); // what is left to fail is a pause that was aborted
  let isStopped = false;

  async function pursue({ key, run }: Task, signal: AbortSignal): Promise<void> {
    for (let times = 1; !signal.aborted; times++) {
      try {
        await run(signal);
        return;
      } catch (reason) {
        if (!signal.aborted) await onFailure({ key, reason, times }, signal);
      }
    }
  }

  function begin(task: Task): void {
    const abort = new AbortController();
    begun.set(task.key, abort);
    running.add(pursue(task, abort.signal));
  }

  function drop(key: string, abort: AbortController): void {
    begun.delete(key);
    abort.abort(NOT_WANTED);
  }

  return {
    sync(wanted) {
      if (isStopped) return;
      const tasks = new Map([...wanted].map((task) => [task.key, task]));
      const gone = [...begun].filter(([key]) => !tasks.has(key));
      const fresh = [...tasks.values()].filter(({ key }) => !begun.has(key));
      for (const [key, abort] of gone) drop(key, abort);
      for (const task of fresh) begin(task);
    },
    renew(key) {
      const abort = begun.get(key);
      if (abort !== undefined) drop(key, abort);
    },
    async stop() {
      isStopped = true;
      for (const [key, abort] of begun) drop(key, abort);
      await running.ended();
    },
  };
}

// One for all: without a reason, every abort makes an exception with a stack of its own.
const NOT_WANTED = new DOMException("not wanted any more", "AbortError");
