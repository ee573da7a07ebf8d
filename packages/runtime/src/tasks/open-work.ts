/** Work that nobody waits for now, and that somebody waits for in the end. */
export interface OpenWork {
  add(work: Promise<void>): void;
  /** Resolves when all that was added has ended. */
  ended(): Promise<void>;
}

/** None yet; what work rejects with is told. */
export function createOpenWork(onFailure: (reason: unknown) => void): OpenWork {
  const open = new Set<Promise<void>>();
  return {
    add(work) {
      const ended = work.catch(onFailure);
      open.add(ended);
      void ended.then(() => open.delete(ended));
    },
    async ended() {
      await Promise.all(open);
    },
  };
}
