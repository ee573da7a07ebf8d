import { type Close, type Job, managerOf, type Settlement } from "@icn-mesh/core";
import { judgeClose } from "../ledger/judge-link.ts";
import type { LedgerView } from "../ledger/ledger-view.ts";
import { type Ruling, refused } from "../refusal.ts";
import type { KnownFact } from "../settlement/judge.ts";

/** Whether a hold may end now: by its manager when nothing is open, by its account too when its time is over. */
export function ruleOnClose(
  view: LedgerView,
  close: Close,
  when: { readonly job: KnownFact<Job> | null; readonly now: number },
): Ruling<Settlement> {
  const outcome = judgeClose(view, close);
  const hold = view.hold(close.hold);
  if (!outcome.ok || hold === undefined) return outcome;
  const { job, now } = when;
  if (job !== null && job.cid !== hold.job) return refused({ code: "ECONOMICS_WRONG_JOB" });
  if (job !== null && close.by === managerOf(job.body)) return outcome;
  if (close.by !== hold.id.account) return refused({ code: "ECONOMICS_NOT_MANAGER" });
  const over = hold.expiresAt + view.federation.constitution.marginMs;
  return now > over
    ? outcome
    : refused({ code: "ECONOMICS_NOT_YET", because: "hold", retryInMs: over - now + 1 });
}
