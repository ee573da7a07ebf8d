import type { Cid } from "@icn-mesh/core";
import { type Answer, applied, duplicate, illegal } from "./answer.ts";
import { seated } from "./place.ts";
import { isAtWork } from "./seat.ts";
import type { WorkingState } from "./state.ts";

/** Commits are shown once nobody can still add one, so that a replica in time is never shut out. */
export function onRevealed(state: WorkingState): Answer {
  if (!state.plan.commits) return illegal(state, "no-quorum");
  if (state.revealed) return duplicate(state);
  if (state.bidding === "open") return illegal(state, "bidding-open");
  if (state.seats.some(isAtWork)) return illegal(state, "still-running");
  const commits = state.seats.filter(({ phase }) => phase === "committed").length;
  if (commits < state.plan.agree) return illegal(state, "too-few-commits");
  return applied({ ...state, revealed: true });
}

/** The receipt was verified, and is part of the history for good. */
export function onAnchored(state: WorkingState, receipt: Cid): Answer {
  const replica = state.seats.findIndex((seat) => "receipt" in seat && seat.receipt === receipt);
  const seat = state.seats[replica];
  if (seat?.phase === "anchored") return duplicate(state);
  if (seat?.phase !== "reported") return illegal(state, "unknown-receipt");
  return applied(seated({ state, replica, seat }, { ...seat, phase: "anchored" }));
}
