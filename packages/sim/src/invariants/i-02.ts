import type { Invariant } from "./invariant.ts";

/** Nobody spends what is not there. The books of the truth look at every certificate; this looks at what nodes show. */
export const i02: Invariant = {
  id: "I-02",
  promise: "no balance is below zero",
  hold: ({ nodes }, broken) => ({
    during() {
      for (const { machine } of nodes) {
        const free = machine.running?.runtime.context.balance().free ?? 0n;
        if (free < 0n) broken(`${machine.name} has ${free}`);
      }
    },
  }),
};
