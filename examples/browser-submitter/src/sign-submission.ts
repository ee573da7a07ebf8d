import {
  type Action,
  type Cid,
  type Did,
  type Job,
  type JobId,
  jobRecord,
  type NetworkId,
  type Operation,
  operationRecord,
  type Signer,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { base64pad } from "multiformats/bases/base64";

/** What a page wants done, and the place in its account's chain where the hold for it goes. */
export interface PageSubmission {
  readonly net: string;
  readonly manager: string;
  readonly payload: string;
  readonly head: { readonly seq: number; readonly prev: Cid | null };
  /** Mana to take in before the hold, in the same operation. */
  readonly gift: { readonly slot: string; readonly index: number } | undefined;
  readonly nonce: Uint8Array;
  readonly now: number;
}

const BUDGET = 20n;
const HOUR_MS = 3_600_000;

/** A job and the operation that holds its budget, both signed here: the node gets signatures and never the key. */
export async function signSubmission(
  submission: PageSubmission,
  signer: Signer,
): Promise<{ readonly job: string; readonly operation: string }> {
  const net = submission.net as NetworkId;
  const { gift, now } = submission;
  const { seq, prev } = submission.head;
  const received: readonly Action[] =
    gift === undefined ? [] : [{ type: "receive", slot: gift.slot, index: gift.index }];
  const hold = { account: signer.did, seq, index: received.length };
  const job = await signRecord(jobRecord, jobOf(submission, hold), signer);
  const holding: Action = {
    type: "hold",
    job: job.cid as string as JobId,
    unit: "mana",
    amount: BUDGET,
    expiresAt: now + HOUR_MS,
  };
  const body: Operation = {
    t: "icn/op/1",
    net,
    by: signer.did,
    via: null,
    seq,
    prev,
    do: [...received, holding],
  };
  const operation = await signRecord(operationRecord, body, signer);
  return {
    job: base64pad.baseEncode(sealRecord(job)),
    operation: base64pad.baseEncode(sealRecord(operation)),
  };
}

/** The offer of the page's account to pay for having its payload sent back. */
function jobOf({ net, manager, payload, nonce, now }: PageSubmission, hold: Job["hold"]): Job {
  return {
    t: "icn/job/1",
    net: net as NetworkId,
    by: hold.account,
    via: null,
    nonce,
    manager: manager as Did,
    hold,
    unit: "mana",
    budget: BUDGET,
    pricing: { type: "fixed" },
    manifest: null,
    spec: {
      kind: { type: "echo", params: { payload } },
      inputs: [],
      outputs: [],
      resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
      limits: { fuel: 1_000_000, wallMs: 1000, outputBytes: 65_536 },
      requiredCapabilities: [],
      allowedFederations: [],
      deterministic: true,
    },
    lane: 1,
    priority: 128,
    createdAt: now,
    bidWindowMs: 60_000,
    enoughBids: 1,
    acceptMs: 5000,
    maxExecutionMs: 300_000,
    retry: { maxAttempts: 3, maxRounds: 2, backoffMs: 1000 },
    verification: { type: "signature" },
    sealTo: null,
  };
}
