import { undoneIn } from "../kernel/undone-in.ts";
import type { Invariant } from "./invariant.ts";

const MOST_NAMED = 4;

/** After faults have stopped, everything comes to its end. */
export const i35: Invariant = {
  id: "I-35",
  promise: "everything that was begun comes to its end",
  hold: (world, broken) => ({
    atEnd() {
      const undone = undoneIn(world);
      if (undone.length > 0) broken(undone.slice(0, MOST_NAMED).join("; "));
    },
  }),
};
