import type { Assignment, Cid, Signed } from "@icn-mesh/core";
import type { WorkingState } from "@icn-mesh/mesh";
import type { JobDesk } from "../manager/job-desk.ts";
import type { Task } from "../tasks/keyed-tasks.ts";
import { REVEAL_RESERVE_MS } from "./claim-time.ts";
import { revealCommits } from "./reveal-commits.ts";
import { replaceableAt } from "./until-replaceable.ts";

/**
 * Enough executors have committed, and somebody is still looked for in the place of another: they are not kept waiting
 * until their claims are over, but shown each other's commits while there is time; and at once where nobody can have
 * that place by then, as it is with one whose executor has fallen silent.
 */
export function lateRevealTasks(desk: JobDesk): readonly Task[] {
  const { state } = desk.book;
  if (!("seats" in state) || !mayReveal(state)) return [];
  const ends = state.seats.flatMap((seat) =>
    seat.phase === "committed" ? claimEndOf(desk, seat.assignment) : [],
  );
  const end = Math.min(...ends) - REVEAL_RESERVE_MS;
  const isHopeless = state.seats.every(
    ({ phase }, replica) => phase === "committed" || replaceableAt(desk, replica) >= end,
  );
  const at = isHopeless ? 0 : end;
  return [
    {
      key: `late reveal ${at}`,
      async run(signal) {
        const { clock } = desk.parts;
        await clock.after(Math.max(0, at - clock.now()), { signal });
        await revealCommits(desk, signal);
      },
    },
  ];
}

function mayReveal({ plan, revealed, bidding, seats }: WorkingState): boolean {
  if (!plan.commits || revealed || bidding === "open") return false;
  const committed = seats.filter(({ phase }) => phase === "committed");
  const isOpen = seats.every(({ phase }) => phase === "committed" || phase === "vacant");
  return isOpen && committed.length >= plan.agree;
}

function claimEndOf({ book }: JobDesk, assignment: Cid): readonly number[] {
  const fact = book.facts.get(assignment) as Signed<Assignment> | undefined;
  return fact === undefined ? [] : [fact.body.claimBy];
}
