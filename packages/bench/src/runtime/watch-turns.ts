/** Watches how long others have to wait for their turn of the event loop; `stop` tells the longest, in milliseconds. */
export interface TurnWatch {
  stop(): number;
}

/** The longest that this thread has worked between two turns of the event loop, whatever else the machine did. */
export function watchTurns(): TurnWatch {
  let longest = 0;
  let isOver = false;
  let last = workedMs();

  function note(): void {
    const now = workedMs();
    longest = Math.max(longest, now - last);
    last = now;
  }

  setImmediate(function turn() {
    note();
    if (!isOver) setImmediate(turn);
  });
  return {
    stop() {
      isOver = true;
      note();
      return longest;
    },
  };
}

function workedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
