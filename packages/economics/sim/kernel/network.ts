import type { Rng } from "@icn-mesh/core";
import type { VirtualTime } from "@icn-mesh/core/testing";
import { never } from "@icn-mesh/core/testing";
import type { Counters } from "../counters.ts";
import type { Faults } from "./faults.ts";

/** Somebody who answers questions while up; undefined is silence. */
export interface Listener<Question, Answer> {
  readonly isUp: boolean;
  answer(question: Question, from: string): Promise<Answer> | undefined;
}

/** Lossy, slow, disorderly lines between everybody and everybody, which can be cut. */
export interface Network<Question, Answer> {
  join(name: string, listener: Listener<Question, Answer>): void;
  /** Asks over the lines; rejects if no answer comes in time. */
  ask(from: string, to: string, question: Question): Promise<Answer>;
  /** Cuts the lines between those of whom it is so and the others, until the next cut. */
  cut(isApart: ((name: string) => boolean) | undefined): void;
}

/** What lines are made of. */
export interface NetworkComponents {
  readonly kernel: VirtualTime;
  readonly faults: Faults;
  readonly rng: Rng;
  readonly counters: Counters;
}

const TIMEOUT_MS = 3_000;

/** Lines that nobody uses yet. */
export function createNetwork<Question, Answer>(parts: NetworkComponents): Network<Question, Answer> {
  const { kernel, faults, rng, counters } = parts;
  const listeners = new Map<string, Listener<Question, Answer>>();
  let isApart: ((name: string) => boolean) | undefined;

  const isCut = (one: string, other: string) => isApart !== undefined && isApart(one) !== isApart(other);

  function carry(from: string, to: string, arrive: () => void): void {
    const copies = chance(faults.duplicate) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      if (isCut(from, to) || chance(faults.drop)) counters.add("lost");
      else kernel.after(1 + rng.below(faults.delayMs), () => (isCut(from, to) ? undefined : arrive()));
    }
    if (copies > 1) counters.add("duplicated");
  }

  function chance(thousandths: number): boolean {
    return !faults.isOver && thousandths > 0 && rng.below(1000) < thousandths;
  }

  return {
    join(name, listener) {
      listeners.set(name, listener);
    },
    ask(from, to, question) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      carry(from, to, () => {
        const listener = listeners.get(to);
        const answer = listener?.isUp ? listener.answer(question, from) : undefined;
        (answer ?? never()).then((value) => carry(to, from, () => resolve(value)), reject);
      });
      kernel.after(TIMEOUT_MS, () => reject(new Error(`${to} does not answer`)));
      return promise;
    },
    cut(between) {
      isApart = between;
    },
  };
}
