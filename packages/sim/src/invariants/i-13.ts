import { checkStore } from "@icn-mesh/economics/testing";
import type { Invariant } from "./invariant.ts";

/** The audit that ships with the ledger finds nothing on the disk of any guard. It closes the stores, so it comes last. */
export const i13: Invariant = {
  id: "I-13",
  promise: "what a guard's disk holds keeps every promise of the ledger",
  hold: ({ federations, keys }, broken) => ({
    async atEnd() {
      for (const { federation, guards } of federations) {
        for (const { machine } of guards) {
          const parts = { guard: machine.name, disk: machine.disk, federation, verifier: keys.verifier };
          await checkStore(parts, (invariant, detail) => broken(`${invariant} ${detail}`));
        }
      }
    },
  }),
};
