import {
  cidOf,
  createKeySigner,
  createVerifier,
  type ExecutionReceipt,
  networkIdSchema,
  nobleEngine,
  receiptRecord,
  type Signer,
  signRecord,
  verifySigned,
} from "@icn-mesh/core";
import type { RunResult } from "../../src/runner.ts";

const somewhere = cidOf(Uint8Array.of(0xa1, 0x61, 0x61, 1));

/** An account that executes work. */
export function executor(): Signer {
  return createKeySigner({ engine: nobleEngine(), secretKey: new Uint8Array(32).fill(5) });
}

/** What an executor signs about a run, read back by somebody who verifies it. */
export async function signedReceipt(
  { outcome, usage }: RunResult,
  signer: Signer,
): Promise<ExecutionReceipt> {
  const body: ExecutionReceipt = {
    t: "icn/receipt/1",
    net: networkIdSchema.parse(somewhere),
    by: signer.did,
    via: null,
    assignment: somewhere,
    outcome:
      outcome.type === "ok"
        ? { type: "ok", result: cidOf(outcome.result, "raw"), outputs: {} }
        : { type: "failed", class: outcome.class, message: outcome.message },
    usage,
    profile: { engine: "icn-sandbox", version: "1" },
    logs: null,
    resumedFrom: null,
    onBehalf: null,
    startedAt: 1000,
    finishedAt: 1000 + usage.wallMs,
    salt: null,
    sealed: null,
  };
  const verified = verifySigned(
    await signRecord(receiptRecord, body, signer),
    createVerifier({ engine: nobleEngine() }),
  );
  if (!verified.ok) throw new Error(verified.refusal.code);
  return verified.value.body;
}
