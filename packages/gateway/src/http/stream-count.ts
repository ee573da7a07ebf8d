/** How many streams of events are open, and how many may be. */
export interface StreamCount {
  readonly open: number;
  /** False where there are too many already. */
  enter(): boolean;
  leave(): void;
}

/** None is open yet. */
export function createStreamCount(max: number, changed: (open: number) => void): StreamCount {
  let open = 0;
  return {
    get open() {
      return open;
    },
    enter() {
      if (open >= max) return false;
      open += 1;
      changed(open);
      return true;
    },
    leave() {
      open -= 1;
      changed(open);
    },
  };
}
