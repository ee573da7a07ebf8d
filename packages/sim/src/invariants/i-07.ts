import { checkBooks } from "@icn-mesh/economics/testing";
import { outvotedInTheRight } from "./i-07-quorum.ts";
import type { Invariant } from "./invariant.ts";

/** Conservation alone does not see theft: who deserved what is known to the truth. */
export const i07: Invariant = {
  id: "I-07",
  promise: "a receipt in time is paid, and what nothing was paid for comes back",
  hold: ({ federations }, broken) => ({
    atEnd() {
      for (const each of federations) {
        const { truth, federation } = each;
        checkBooks({ truth, federation, report: (_, detail) => broken(detail) });
        for (const name of outvotedInTheRight(each)) broken(`${name} did the right work and is outvoted`);
      }
    },
  }),
};
