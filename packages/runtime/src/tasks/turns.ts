/** Does one thing after the other: a turn begins when the one before it has ended, however it ended. */
export interface Turns {
  take<Value>(turn: () => Promise<Value>): Promise<Value>;
  /** Resolves when all turns that were asked for have ended. */
  idle(): Promise<void>;
}

/** Nobody's turn. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(turn) {
      const taken = last.then(turn, turn);
      last = taken.catch(() => undefined);
      return taken;
    },
    async idle() {
      await last;
    },
  };
}
