import type { GuardReply } from "../../guard/guard-reply.ts";
import type { GuardRequest } from "../../guard/guard-request.ts";

/** What guards refuse. */
export type RefusedSight =
  | "refused evidence"
  | "refused forgeries"
  | "refused late"
  | "refused overdrafts"
  | "refused refunds"
  | "refused regenerations"
  | "refused repeats"
  | "refused strangers"
  | "rewound";

const SIGHTS: Readonly<Record<string, RefusedSight>> = {
  ECONOMICS_BAD_SIGNATURE: "refused forgeries",
  ECONOMICS_CREDIT_CONSUMED: "refused repeats",
  ECONOMICS_GUARD_REWOUND: "rewound",
  ECONOMICS_INSUFFICIENT: "refused overdrafts",
  ECONOMICS_NOT_A_GUARD: "refused forgeries",
  ECONOMICS_NOT_MEMBER: "refused regenerations",
  ECONOMICS_NOT_CHARTER: "refused forgeries",
  ECONOMICS_NOT_PARTY: "refused strangers",
  ECONOMICS_NOT_PAYEE: "refused strangers",
  ECONOMICS_NO_QUORUM: "refused forgeries",
  ECONOMICS_STILL_OPEN: "refused refunds",
  ECONOMICS_WRONG_EVIDENCE: "refused evidence",
};

/** Counts what a guard refused, by what it was that somebody tried. */
export function seeReply(
  counters: { add(sight: RefusedSight): void },
  { ask }: GuardRequest,
  reply: GuardReply,
): void {
  if (reply.type !== "refused") return;
  const { refusal } = reply;
  const sight = SIGHTS[refusal.code];
  if (sight !== undefined) counters.add(sight);
  const isForTime =
    refusal.code === "ECONOMICS_NOT_YET" && refusal.because === "claim" && ask.type === "settle";
  if (isForTime) counters.add(ask.shown.length === 0 ? "refused refunds" : "refused late");
}
