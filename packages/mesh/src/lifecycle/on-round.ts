import { type Answer, applied, duplicate, illegal, stale } from "./answer.ts";
import { mayOpenAfter } from "./plan.ts";
import { isOpenSeat, type WorkingState, withStatus } from "./state.ts";

/** Opens the next round, if there is a seat to fill and a round left. */
export function onOpened(state: WorkingState, round: number): Answer {
  const isOpen = state.bidding === "open";
  if (round < state.round) return stale(state, "older-round");
  if (round === state.round) return isOpen ? duplicate(state) : stale(state, "older-round");
  if (round !== state.round + 1) return illegal(state, "wrong-round");
  if (isOpen) return illegal(state, "bidding-open");
  if (!mayOpenAfter(state.plan, state.round)) return illegal(state, "rounds-used-up");
  if (!state.seats.some((seat) => isOpenSeat(state, seat))) return illegal(state, "nothing-to-assign");
  return applied(withStatus({ ...state, round, bidding: "open" }));
}

/** Closes the bidding of this round. */
export function onClosed(state: WorkingState, round: number): Answer {
  if (round < state.round) return stale(state, "older-round");
  if (round !== state.round) return illegal(state, "wrong-round");
  if (state.bidding === "closed") return duplicate(state);
  return applied(withStatus({ ...state, bidding: "closed" }));
}
