/** A request that is being worked on. */
export interface Work {
  readonly isStopped: boolean;
  /** Aborts when nobody waits for the answer any more. */
  signal(): AbortSignal;
  stop(): void;
}

/** Most handlers never look at the signal, and making one costs as much as a small request: so it is made when asked. */
export function createWork(): Work {
  let controller: AbortController | undefined;
  let isStopped = false;
  return {
    get isStopped() {
      return isStopped;
    },
    signal() {
      controller ??= new AbortController();
      if (isStopped) controller.abort(GONE);
      return controller.signal;
    },
    stop() {
      isStopped = true;
      controller?.abort(GONE);
    },
  };
}

const GONE = new Error("nobody waits for the answer");
