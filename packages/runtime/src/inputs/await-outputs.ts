import { type Cid, within } from "@icn-mesh/core";
import { followRef } from "@icn-mesh/dag";
import { JOB_DEFAULTS } from "@icn-mesh/mesh";
import { refNames } from "../job/ref-names.ts";
import type { JobDesk } from "../manager/job-desk.ts";
import { findOutput } from "./find-output.ts";
import { type OutputInput, outputInputs } from "./job-inputs.ts";

/**
 * The blocks of the inputs that other jobs put out, once those jobs have ended. Undefined where one of them has ended
 * without, or takes so long that the hold has no time left for an attempt.
 */
export async function awaitOutputs(desk: JobDesk, signal: AbortSignal): Promise<readonly Cid[] | undefined> {
  const inputs = outputInputs(desk.book.job.body.spec);
  if (inputs.length === 0) return [];
  const patience = { ms: timeLeft(desk), signal };
  const found = await within(desk.parts.clock, patience, (until) =>
    Promise.all(inputs.map((input) => awaitOutput(desk, input, until))),
  );
  signal.throwIfAborted();
  const cids = found?.flatMap((each) => (each === "missing" ? [] : each));
  return cids?.length === inputs.length ? cids : undefined;
}

async function awaitOutput(
  { parts: { storage } }: JobDesk,
  input: OutputInput,
  signal: AbortSignal,
): Promise<Cid | "missing"> {
  for await (const _ of followRef(storage, refNames.summary(input.job), { signal })) {
    const found = await findOutput(storage, input);
    if (found !== "pending") return found;
  }
  throw new DOMException("nobody waits any more, or the store was closed", "AbortError");
}

/** Until the hold would be too short for the acceptance, the work and the claim. */
function timeLeft({ parts, book }: JobDesk): number {
  const { hold, acceptMs, maxExecutionMs } = book.job.body;
  const attemptMs = acceptMs + maxExecutionMs + JOB_DEFAULTS.claimMarginMs;
  const expiresAt = parts.accounts.own.ledger.hold(hold)?.expiresAt ?? 0;
  return Math.max(0, expiresAt - attemptMs - parts.clock.now());
}
