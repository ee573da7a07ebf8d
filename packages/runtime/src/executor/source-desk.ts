import type { Machine } from "./machine.ts";
import type { Task, TaskDesk } from "./task-source.ts";

/** The place of one source on a machine that it shares with others. */
export interface SourceDesk {
  readonly desk: TaskDesk;
  /** Frees what was kept for it, ends what runs for it, and resolves when that has ended. */
  clear(): Promise<void>;
}

/** A desk that remembers what belongs to its source. */
export function createSourceDesk(desk: TaskDesk, machine: Pick<Machine, "release" | "stop">): SourceDesk {
  const reserved = new Set<string>();
  const running = new Map<string, Promise<void>>();

  function watched(task: Task, over: () => void): Task {
    return {
      ...task,
      async ended(result) {
        try {
          await task.ended(result);
        } finally {
          running.delete(task.id);
          over();
        }
      },
    };
  }

  return {
    desk: {
      kinds: desk.kinds,
      resources: desk.resources,
      get isDraining() {
        return desk.isDraining;
      },
      reserve(reservation) {
        const isKept = desk.reserve(reservation);
        if (isKept) reserved.add(reservation.id);
        return isKept;
      },
      release(id) {
        reserved.delete(id);
        desk.release(id);
      },
      onRoom: desk.onRoom,
      offer(task) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const answer = desk.offer(watched(task, resolve));
        if (answer.accepted) {
          reserved.delete(task.id);
          running.set(task.id, promise);
        }
        return answer;
      },
      stop: desk.stop,
    },
    async clear() {
      for (const id of reserved) machine.release(id);
      reserved.clear();
      const open = [...running];
      for (const [id] of open) machine.stop(id, "cancel");
      await Promise.all(open.map(([, ended]) => ended));
    },
  };
}
