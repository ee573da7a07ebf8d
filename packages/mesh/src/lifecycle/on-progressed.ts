import { type Answer, applied, duplicate, illegal, stale } from "./answer.ts";
import type { ProgressedEvent } from "./event.ts";
import { type Place, seated } from "./place.ts";
import { holderOf, type SeenReports } from "./seat.ts";

const NOTHING_SEEN: SeenReports = { progress: -1, checkpoint: -1, output: -1 };

/** The first report means that the work runs; each newer one renews the lease. */
export function onProgressed(place: Place, { kind, seq }: ProgressedEvent): Answer {
  const { state, seat } = place;
  switch (seat.phase) {
    case "offered":
      return illegal(state, "not-accepted");
    case "accepted":
    case "running": {
      const { seen, renewals } = seat.phase === "running" ? seat : { seen: NOTHING_SEEN, renewals: 0 };
      if (seq === seen[kind]) return duplicate(state);
      if (seq < seen[kind]) return stale(state, "older-report");
      const next = { phase: "running", seen: { ...seen, [kind]: seq }, renewals: renewals + 1 } as const;
      return applied(seated(place, { ...holderOf(seat), ...next }));
    }
    case "committed":
    case "reported":
    case "anchored":
      return stale(state, "already-reported");
  }
}
