import type { Invariant } from "./invariant.ts";

/** A hold ends once: never twice, and, as `I-07` sees, in the end not never. */
export const i04: Invariant = {
  id: "I-04",
  promise: "a hold is released exactly once",
  hold: ({ federations }, broken) => ({
    during() {
      for (const { truth } of federations)
        for (const [id, { closes }] of truth.books.holds)
          if (closes > 1) broken(`the hold ${id} has ended ${closes} times`);
    },
  }),
};
