import type { Rng } from "@icn-mesh/core";
import type { ManaRefusal } from "../refusal.ts";

const LONGEST_MS = 30_000;

/** Refusals that asking again can change: time passes, guards catch up, another ballot ends. */
const PASSING: ReadonlySet<ManaRefusal["code"]> = new Set([
  "ECONOMICS_BEHIND",
  "ECONOMICS_GUARD_REWOUND",
  "ECONOMICS_NOT_YET",
  "ECONOMICS_PROMISED",
  "ECONOMICS_UNKNOWN_ACCOUNT",
  "ECONOMICS_UNKNOWN_ASSIGNMENT",
]);

/** Refusals of a guard that may not have heard how earlier attempts were settled; shown that, it means what it says. */
const UNINFORMED: ReadonlySet<ManaRefusal["code"]> = new Set([
  "ECONOMICS_ABOVE_HOLD",
  "ECONOMICS_STILL_OPEN",
]);

/** True for a refusal that this guard, which was shown proofs so many times, will give for ever. */
export function isFinal({ code }: ManaRefusal, lessons: number): boolean {
  return UNINFORMED.has(code) ? lessons > 0 : !PASSING.has(code);
}

/** Doubling pauses, a part of each drawn by lot, so that clients do not all come back at once. */
export function backoffMs(attempt: number, first: number, rng: Rng): number {
  const longest = Math.min(LONGEST_MS, first * 2 ** Math.min(attempt, 16));
  return Math.ceil(longest / 2) + rng.below(Math.max(1, Math.floor(longest / 2)));
}
