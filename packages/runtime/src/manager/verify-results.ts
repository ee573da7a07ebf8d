import type { Cid, ExecutionReceipt, Signed } from "@icn-mesh/core";
import { JOB_DEFAULTS, replicasOf, verificationPolicy } from "@icn-mesh/mesh";
import { DELIVERED_FOR_MS } from "../job/delivered-for.ts";
import type { Decision } from "../job/said.ts";
import { fetchInTime } from "../network/fetch-in-time.ts";
import { mostFileBytes } from "../payloads/most-file-bytes.ts";
import type { JobDesk } from "./job-desk.ts";
import { untilUnpaid } from "./until-unpaid.ts";

/**
 * Judges the receipts that have come by the verification policy of the job, and anchors those that it believes, once
 * their outputs are here. A receipt whose outputs cannot be had is not believed, once it is not going to be paid either.
 */
export async function verifyResults(desk: JobDesk, signal: AbortSignal): Promise<void> {
  const { book, parts } = desk;
  const step = verificationPolicy(book.job.body.verification)(replicasOf(book.lifecycle()));
  if (step.step === "wait") return;
  const receipts = step.agreed.flatMap((assignment) => receiptFor(desk, assignment) ?? []);
  const verdicts = await Promise.all(receipts.map((receipt) => haveOutputs(desk, receipt, signal)));
  signal.throwIfAborted();
  const at = parts.clock.now();
  const decisions = receipts.map(({ cid, body }, index): Decision => {
    if (verdicts[index] === true) return { type: "anchored", receipt: cid, at };
    return { type: "lost", assignment: body.assignment, reason: "invalid-receipt", at };
  });
  const outvoted = step.outvoted.map(
    (assignment): Decision => ({ type: "lost", assignment, reason: "verification", at }),
  );
  const end: Decision = { type: "ended", status: "completed", reason: null, at };
  // The end is refused by the lifecycle itself where not enough of them are anchored.
  await desk.change(() => ({ said: [...decisions, ...outvoted, end] }));
}

function receiptFor({ book }: JobDesk, assignment: Cid): Signed<ExecutionReceipt> | undefined {
  return [...book.facts.values()].findLast(
    (fact): fact is Signed<ExecutionReceipt> =>
      fact.body.t === "icn/receipt/1" && fact.body.assignment === assignment,
  );
}

/** What the executor does not hand over, the guards may have; they pay for nothing that they have not got hold of. */
async function haveOutputs(
  desk: JobDesk,
  { body }: Signed<ExecutionReceipt>,
  signal: AbortSignal,
): Promise<boolean> {
  const { parts, book } = desk;
  const { outcome } = body;
  if (outcome.type === "failed") return true;
  const maxBytes = mostFileBytes(book.job.body.spec.limits.outputBytes);
  const roots = [outcome.result, ...Object.values(outcome.outputs)];
  const terms = { signal, maxBytes };
  if (await fetchInTime(parts, roots, { ...terms, from: [body.by], ms: JOB_DEFAULTS.leaseMs })) return true;
  const from = [body.by, ...parts.federation.constitution.guards];
  return Promise.race([
    untilUnpaid(desk, body.assignment, signal).then(() => false),
    fetchInTime(parts, roots, { ...terms, from, ms: DELIVERED_FOR_MS }),
  ]);
}
