import type { SimFederation } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** No mana comes from nowhere or is lost. */
export const i01: Invariant = {
  id: "I-01",
  promise: "what was minted is in balances, in holds, on its way or burned",
  hold: ({ federations }, broken) => ({
    during() {
      for (const federation of federations) checkSums(federation, broken);
    },
  }),
};

function checkSums({ truth, federation }: SimFederation, broken: (detail: string) => void): void {
  for (const { name } of federation.constitution.units) {
    const { minted, balances, held, credits, burned } = truth.books.totals(name);
    const sum = balances + held + credits + burned;
    if (sum !== minted) broken(`there are ${sum} of ${minted} ${name}`);
  }
}
