/** Runs one task after the other. */
export type Turns = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** Tasks in the order of the calls, each once the one before it has settled. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    last = run.catch(() => undefined);
    return run;
  };
}
