import type { Clock } from "@icn-mesh/core";

/** Many deadlines on one wait: to arm and disarm a timer for each of thousands of requests costs more than they do. */
export interface Deadlines {
  /** Calls `expire` when so many milliseconds have passed, unless the returned function, its undo, is called before. */
  add(ms: number, expire: () => void): () => void;
  /** Forgets them all. */
  clear(): void;
}

interface Deadline {
  readonly due: number;
  readonly expire: () => void;
}

/** Deadlines on the monotonic clock. A wait that was begun is left to end, so there is one in ten seconds or so. */
export function createDeadlines(clock: Clock): Deadlines {
  const open = new Set<Deadline>();
  let wait: { readonly due: number; readonly over: AbortController } | undefined;

  function waitFor(due: number): void {
    wait?.over.abort(REPLACED);
    const over = new AbortController();
    wait = { due, over };
    clock.after(due - clock.monotonic(), { signal: over.signal }).then(expireDue, () => undefined);
  }

  function expireDue(): void {
    wait = undefined;
    const now = clock.monotonic();
    for (const deadline of [...open]) if (deadline.due <= now && open.delete(deadline)) deadline.expire();
    waitForNext();
  }

  function waitForNext(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const { due } of open) next = Math.min(next, due);
    if (open.size > 0 && next < (wait?.due ?? Number.POSITIVE_INFINITY)) waitFor(next);
  }

  return {
    add(ms, expire) {
      const deadline = { due: clock.monotonic() + ms, expire };
      open.add(deadline);
      if (wait === undefined || deadline.due < wait.due) waitFor(deadline.due);
      return () => {
        open.delete(deadline);
      };
    },
    clear() {
      open.clear();
      wait?.over.abort(REPLACED);
      wait = undefined;
    },
  };
}

/** Without a reason, every abort makes an error with a stack, which costs more than the wait. */
const REPLACED = new Error("the wait was replaced");
