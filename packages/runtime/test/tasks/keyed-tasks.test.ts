import { describe, expect, it } from "vitest";
import { createKeyedTasks, type FailedTask, type Task } from "../../src/tasks/keyed-tasks.ts";

interface Watched extends Task {
  readonly begun: number;
  readonly signals: readonly AbortSignal[];
  end(): void;
}

/** A task that lasts until it is ended or aborted. */
function watched(key: string): Watched {
  const ended = Promise.withResolvers<void>();
  const signals: AbortSignal[] = [];
  return {
    key,
    signals,
    get begun() {
      return signals.length;
    },
    end: ended.resolve,
    run(signal) {
      signals.push(signal);
      return Promise.race([
        ended.promise,
        new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      ]);
    },
  };
}

const noFailure = { onFailure: (failed: FailedTask) => Promise.reject(failed.reason) };

describe("tasks under names", () => {
  it("are begun once, however often they are wanted, and stay done", async () => {
    const tasks = createKeyedTasks(noFailure);
    const one = watched("one");
    tasks.sync([one]);
    tasks.sync([one]);
    one.end();
    await tasks.stop();
    expect(one.begun).toBe(1);
  });

  it("are aborted when they are not wanted any more, and begun anew when they are again", async () => {
    const tasks = createKeyedTasks(noFailure);
    const [one, two] = [watched("one"), watched("two")];
    tasks.sync([one, two]);
    tasks.sync([two]);
    expect([one.signals[0]?.aborted, two.signals[0]?.aborted]).toEqual([true, false]);
    tasks.sync([one, two]);
    expect([one.begun, two.begun]).toEqual([2, 1]);
    await tasks.stop();
    expect([...one.signals, ...two.signals].every(({ aborted }) => aborted)).toBe(true);
  });

  it("that fail are tried again after the pause, while they are wanted", async () => {
    const failures: FailedTask[] = [];
    const paused = Promise.withResolvers<void>();
    const tasks = createKeyedTasks({
      async onFailure(failed) {
        failures.push(failed);
        if (failed.times === 3) {
          paused.resolve();
          tasks.sync([]);
        }
      },
    });
    tasks.sync([{ key: "bad", run: () => Promise.reject("no") }]);
    await paused.promise;
    await tasks.stop();
    expect(failures.map(({ times }) => times)).toEqual([1, 2, 3]);
  });

  it("are not begun after the stop", async () => {
    const tasks = createKeyedTasks(noFailure);
    await tasks.stop();
    const late = watched("late");
    tasks.sync([late]);
    expect(late.begun).toBe(0);
  });
});
