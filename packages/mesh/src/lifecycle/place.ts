import type { AttemptFailure } from "./reasons.ts";
import type { TakenSeat } from "./seat.ts";
import { type WorkingState, withSeat, withStatus } from "./state.ts";

/** A seat, its holder, and the state that both are in. */
export interface Place {
  readonly state: WorkingState;
  readonly replica: number;
  readonly seat: TakenSeat;
}

/** The state with its holder in another phase. */
export function seated({ state, replica }: Place, seat: TakenSeat): WorkingState {
  return withSeat(state, replica, seat);
}

/** The state without the holder, who is among those that were tried from now on. */
export function emptied({ state, replica, seat }: Place, reason: AttemptFailure): WorkingState {
  const { attempt, executor } = seat;
  return withStatus({
    ...state,
    seats: state.seats.with(replica, { phase: "vacant", attempt }),
    tried: [...state.tried, { replica, attempt, executor, reason }],
  });
}
