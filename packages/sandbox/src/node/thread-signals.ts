/**
 * What the host of a guest thread and the thread share, so that a thread which never comes back from its guest can
 * still be told something.
 */
export interface ThreadSignals {
  readonly shared: SharedArrayBuffer;
  /** The host took an event. */
  take(): void;
  /** The host wants the guest to stop before its next step. */
  preempt(): void;
  /** True once a guest runs that never comes to a next step. */
  isWithoutSteps(): boolean;
  /** The host sent an answer. */
  answer(): void;
  isPreempted(): boolean;
  /** A new run begins. */
  reset(): void;
  /** In the thread: the guest has begun. Whether it is preempted has to be asked after this, or nobody may notice. */
  begin(hasSteps: boolean): void;
  /** In the thread: the guest has ended, and cannot be preempted any more. To be called before the host hears. */
  end(): void;
  /** In the thread: waits until all but `most` of so many events were taken. */
  awaitTaken(sent: number, most: number): void;
  /** In the thread: waits for the answer after this many. */
  awaitAnswer(before: number): void;
}

const TAKEN = 0;
const PREEMPTED = 1;
const ANSWERS = 2;
const WITHOUT_STEPS = 3;

/** Signals over memory that is shared, or new ones. */
export function createThreadSignals(shared = new SharedArrayBuffer(16)): ThreadSignals {
  const cells = new Int32Array(shared);

  function raise(cell: number): void {
    Atomics.add(cells, cell, 1);
    Atomics.notify(cells, cell);
  }

  return {
    shared,
    take: () => raise(TAKEN),
    preempt: () => void Atomics.store(cells, PREEMPTED, 1),
    isWithoutSteps: () => Atomics.load(cells, WITHOUT_STEPS) === 1,
    answer: () => raise(ANSWERS),
    isPreempted: () => Atomics.load(cells, PREEMPTED) === 1,
    reset() {
      for (const cell of cells.keys()) Atomics.store(cells, cell, 0);
    },
    begin: (hasSteps) => void Atomics.store(cells, WITHOUT_STEPS, hasSteps ? 0 : 1),
    end: () => void Atomics.store(cells, WITHOUT_STEPS, 0),
    awaitTaken(sent, most) {
      for (;;) {
        const taken = Atomics.load(cells, TAKEN);
        // Both counts go round at 2³¹; their distance does not.
        if (((sent - taken) | 0) <= most) return;
        Atomics.wait(cells, TAKEN, taken);
      }
    },
    awaitAnswer(before) {
      while (Atomics.load(cells, ANSWERS) === before) Atomics.wait(cells, ANSWERS, before);
    },
  };
}
