import type { Storage } from "@icn-mesh/core";

/** A store whose writers can be made to wait for a moment. */
export interface PausableStorage extends Storage {
  /**
   * Runs `work` on the store while no other commit runs, so that the refs stand still; commits that are called meanwhile
   * wait for it, in their order.
   */
  whilePaused<T>(work: (storage: Storage) => Promise<T>): Promise<T>;
}

/**
 * Gives the store of one process a pause. All of its writers must use what this returns; a database that several
 * processes write to cannot be paused by one of them.
 */
export function createPausableStorage(storage: Storage): PausableStorage {
  const running = new Set<Promise<unknown>>();
  let pause: Promise<unknown> | undefined;

  async function untilResumed(): Promise<void> {
    while (pause !== undefined) await pause;
  }

  return {
    ...storage,
    async commit(input) {
      if (pause !== undefined) await untilResumed();
      const committed = storage.commit(input);
      const settled = committed.then(forget, forget);
      function forget(): void {
        running.delete(settled);
      }
      running.add(settled);
      return committed;
    },
    async whilePaused(work) {
      if (pause !== undefined) await untilResumed();
      const done = Promise.all(running).then(() => work(storage));
      pause = done.then(resume, resume);
      function resume(): void {
        pause = undefined;
      }
      return done;
    },
  };
}
