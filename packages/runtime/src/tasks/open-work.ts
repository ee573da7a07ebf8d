/** Work that nobody waits for now, and that somebody waits for in the end. */
export interface OpenWork {
  add(work: Promise<void>): void;
  /** Undefined while less than so much is open; otherwise resolves when some of it has ended. */
  room(most: number): Promise<void> | undefined;
  /** Resolves when all that was added has ended. */
  ended(): Promise<void>;
}

/** None yet; what work rejects with is told. */
export function createOpenWork(onFailure: (reason: unknown) => void): OpenWork {
  const open = new Set<Promise<void>>();
  let next = Promise.withResolvers<void>();

  function end(ended: Promise<void>): void {
    open.delete(ended);
    next.resolve();
    next = Promise.withResolvers<void>();
  }

  return {
    add(work) {
      const ended = work.catch(onFailure);
      open.add(ended);
      void ended.then(() => end(ended));
    },
    room: (most) => (open.size < most ? undefined : next.promise),
    async ended() {
      await Promise.all(open);
    },
  };
}
