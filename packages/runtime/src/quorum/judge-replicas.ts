import type { Cid, ExecutionReceipt, Signed } from "@icn-mesh/core";
import { JOB_DEFAULTS, type VerificationStep } from "@icn-mesh/mesh";
import type { Decision } from "../job/said.ts";
import type { JobDesk } from "../manager/job-desk.ts";
import { fetchInTime } from "../network/fetch-in-time.ts";
import { mostFileBytes } from "../payloads/most-file-bytes.ts";
import { hearAppeals } from "./hear-appeals.ts";
import { isAwaited, receiptOn, verdictOn } from "./verdict-on.ts";

type Verdict = Exclude<VerificationStep, { readonly step: "wait" }>;

/**
 * Decides on the results of a quorum once every replica has shown its own or is lost, and every one that is outvoted has
 * had the chance to ask for one more. Whoever is then outvoted is named in the history, with both receipts beside it.
 */
export async function judgeReplicas(desk: JobDesk, signal: AbortSignal): Promise<void> {
  const { state } = desk.book;
  if (!("seats" in state) || !state.revealed || state.seats.some(isAwaited)) return;
  const verdict = verdictOn(desk.book);
  if (verdict.step === "wait") return;
  if (verdict.outvoted.length > 0 && (await hearAppeals(desk, verdict.outvoted, signal))) return;
  const said = await decisionsOn(desk, verdict, signal);
  signal.throwIfAborted();
  await desk.change(() => ({ said }));
}

async function decisionsOn(
  desk: JobDesk,
  verdict: Verdict,
  signal: AbortSignal,
): Promise<readonly Decision[]> {
  const at = desk.parts.clock.now();
  const { agreed, outvoted } = verdict;
  const receipts = agreed.flatMap((assignment) => receiptOn(desk.book, assignment) ?? []);
  if (receipts.length === 0) return [{ type: "ended", status: "failed", reason: "verification", at }];
  const isHere = verdict.step === "reject" || (await haveOutputs(desk, receipts, signal));
  return [
    ...receipts.map(
      ({ cid, body }): Decision =>
        isHere ? { type: "anchored", receipt: cid, at } : lost(body.assignment, "invalid-receipt", at),
    ),
    ...outvoted.map((assignment) => lost(assignment, "verification", at)),
    // Refused by the lifecycle itself where not enough of them are anchored.
    { type: "ended", status: "completed", reason: null, at },
  ];
}

function lost(assignment: Cid, reason: "invalid-receipt" | "verification", at: number): Decision {
  return { type: "lost", assignment, reason, at };
}

/** Those who say the same have the same outputs, and any of them may hand them over. */
async function haveOutputs(
  { parts, book }: JobDesk,
  receipts: readonly Signed<ExecutionReceipt>[],
  signal: AbortSignal,
): Promise<boolean> {
  const outcome = receipts[0]?.body.outcome;
  if (outcome?.type !== "ok") return true;
  const roots = [outcome.result, ...Object.values(outcome.outputs)];
  const from = receipts.map(({ body }) => body.by);
  const maxBytes = mostFileBytes(book.job.body.spec.limits.outputBytes);
  return fetchInTime(parts, roots, { from, signal, maxBytes, ms: JOB_DEFAULTS.leaseMs });
}
