import {
  cidSchema,
  type ExecutionReceipt,
  type Job,
  type JobSpec,
  jobSpecSchema,
  openEnvelope,
  readRecord,
  receiptRecord,
  type Signed,
} from "@icn-mesh/core";
import { balanceOf, MANA } from "@icn-mesh/economics";
import type { Fact } from "@icn-mesh/mesh";
import type { HostCalls } from "@icn-mesh/sandbox";
import * as z from "zod";
import { refNames } from "../job/ref-names.ts";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { listJobs } from "./list-jobs.ts";
import { type SubmitParts, submitAs } from "./submit-job.ts";

/** What a guest may do in the name of its job's account, and how much of its mana it may spend in one run. */
export interface HostCallParts {
  readonly parts: ManagerParts;
  readonly manager: JobManager;
  readonly submit: SubmitParts;
  readonly allowance: (job: Job) => bigint;
}

/** A job as a guest writes it. */
const guestJob = z.strictObject({ manifest: cidSchema.nullable().default(null), spec: z.unknown() });

/**
 * The calls of one run; undefined where the key of the job's account is elsewhere. What costs mana is numbered by the
 * job: a guest that is run again, after a crash, finds its earlier calls done.
 */
export function hostCallsFor(host: HostCallParts, { cid, body: job }: Fact<Job>): HostCalls | undefined {
  const { parts, manager, submit } = host;
  const { accounts, storage, reputation } = parts;
  const client = accounts.clientOf(job.by);
  if (client === undefined) return undefined;
  const allowance = host.allowance(job);
  let left = allowance;
  let calls = 0;

  function nextKey(): string {
    calls += 1;
    return `guest ${cid} ${calls}`;
  }

  return {
    account: job.by,
    allowance,
    async submitMeshJob(bytes, cost) {
      const read = readGuestJob(bytes);
      if (read === undefined || cost > left) return undefined;
      left -= cost;
      const options = { idempotencyKey: nextKey() };
      const result = await submitAs(submit, client, { ...read, cost, options });
      return result.ok ? result.job : undefined;
    },
    async anchorReceipt(envelope) {
      const receipt = readReceipt(envelope);
      const answer = receipt && (await manager.inbox.report(receipt));
      return answer?.answer === "applied" ? receipt?.cid : undefined;
    },
    async pendingMeshJobs() {
      const { jobs } = await listJobs(storage, { creator: job.by });
      const pending = jobs.filter(({ status }) => PENDING.has(status)).map((each) => each.job);
      return new TextEncoder().encode(JSON.stringify(pending));
    },
    mana: async (account) => balanceOf(client.ledger, account, MANA).free,
    async spendMana(account, amount) {
      if (account !== job.by || amount > left) return false;
      left -= amount;
      const name = refNames.idempotency(account, nextKey());
      const refs = [{ name, expect: null, to: cid }];
      const spent = await client.perform({ action: { type: "burn", unit: MANA, amount }, refs });
      return spent.ok || (await storage.ref(name)) !== null;
    },
    reputation: async (account) => BigInt(reputation.reputation(account)),
  };
}

const PENDING: ReadonlySet<string> = new Set(["Submitted", "BiddingOpen", "BiddingClosed"]);

function readGuestJob(
  bytes: Uint8Array,
): { readonly manifest: z.infer<typeof guestJob>["manifest"]; readonly spec: JobSpec } | undefined {
  const json = parseJson(bytes);
  const job = guestJob.safeParse(json);
  const spec = jobSpecSchema.safeParse(job.data?.spec);
  return job.success && spec.success ? { manifest: job.data.manifest, spec: spec.data } : undefined;
}

/** Undefined for what is no JSON. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // how the parser says that a guest's bytes are not JSON
  }
}

function readReceipt(envelope: Uint8Array): Signed<ExecutionReceipt> | undefined {
  const opened = openEnvelope(envelope);
  const receipt = opened.ok ? readRecord(receiptRecord, opened.body, opened.signature) : undefined;
  return receipt?.ok ? receipt.value : undefined;
}
