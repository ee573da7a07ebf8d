import type { Storage } from "@icn-mesh/core";
import type { AskGuards } from "@icn-mesh/economics";

/** When a client ends: before a step has happened, or after it, without the client hearing of it. */
export type Moment = "before" | "after";

/** Ends a client at its step number `at`: each of its writes and each of its questions to a guard is one. */
export function crashing(at: number, when: Moment) {
  let steps = 0;
  async function step<Result>(run: () => Promise<Result>): Promise<Result> {
    steps += 1;
    if (steps > at || (steps === at && when === "before")) throw new Error("crashed");
    const result = await run();
    if (steps === at) throw new Error("crashed");
    return result;
  }
  return {
    get steps() {
      return steps;
    },
    wrapStorage: (storage: Storage): Storage => ({
      ...storage,
      commit: (input) => step(() => storage.commit(input)),
    }),
    wrapGuards: (guards: AskGuards): AskGuards => ({
      ask: (guard, request, options) => step(() => guards.ask(guard, request, options)),
    }),
  };
}
