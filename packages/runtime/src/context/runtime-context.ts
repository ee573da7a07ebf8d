import {
  type Cid,
  cancelRecord,
  type Did,
  type ExecutionReceipt,
  type JobId,
  type JobSpec,
  type NetworkId,
  type Signed,
  type Storage,
  signRecord,
} from "@icn-mesh/core";
import { type BalanceView, balanceOf, MANA, type Quote } from "@icn-mesh/economics";
import type { JobHistory, RejectionExplanation } from "@icn-mesh/mesh";
import type { Aid } from "../aid/aid.ts";
import type { SharedHeads } from "../heads/heads.ts";
import type { JobLogLine } from "../logs/log-reader.ts";
import { type AccountHead, accountHead } from "../mana/account-head.ts";
import type { Accounts } from "../mana/accounts.ts";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import type { PeerWait } from "../network/mesh-network-service.ts";
import type { ReportAnswer } from "../network/network-message.ts";
import type { Usage } from "../quota/quota.ts";
import type { PeerStatus } from "../status/peer-status.ts";
import { historyOf, type JobEvidence, jobEvidence } from "./job-evidence.ts";
import { type JobLogsOptions, jobLogs } from "./job-logs.ts";
import { type JobFilter, type JobPage, type ListedJobs, listJobs } from "./list-jobs.ts";
import {
  type FoundCheckpoint,
  type FoundOutput,
  getCheckpoint,
  getOutput,
  getPartialOutput,
  putInput,
} from "./payloads.ts";
import { quoteJob } from "./quote.ts";
import { type JobView, readJob } from "./read-job.ts";
import {
  estimateSubmission,
  type SubmitEstimate,
  type SubmitParts,
  type SubmitResult,
  submitJob,
} from "./submit-job.ts";
import type { SubmitOptions } from "./submit-options.ts";
import { type SignedSubmission, submitSigned } from "./submit-signed.ts";
import { watchJob } from "./watch-job.ts";
import { whyNot } from "./why-not.ts";

/** A node as a program that embeds it, or a door in front of it, sees it. */
export interface RuntimeContext {
  /** The account of the node. */
  readonly did: Did;
  readonly net: NetworkId;
  readonly storage: Storage;
  readonly manager: JobManager;
  readonly accounts: Accounts;
  /** What the nodes of the federation share: how work ended, and who asks for aid. */
  readonly heads: SharedHeads;
  /** Who asks for help and who offers it, and the jobs that follow. */
  readonly aid: Aid;
  /** Submits a job. What it costs is `cost` at a reputation of zero, and less the better the creator's reputation. */
  submitJob(
    manifest: Cid | null,
    spec: JobSpec,
    cost: bigint,
    options?: SubmitOptions,
  ): Promise<SubmitResult>;
  /** What a job would hold if it were submitted, or why it would not be taken. Nothing is written. */
  estimate(
    manifest: Cid | null,
    spec: JobSpec,
    cost: bigint,
    options?: SubmitOptions,
  ): Promise<SubmitEstimate>;
  /** Takes in a job of a creator that has its own key: it names this node as manager, and comes with its hold. */
  submitSigned(submission: SignedSubmission): Promise<SubmitResult>;
  /** What the next operation of an account has to build on, as the guards that can be reached know it. */
  accountHead(account: Did): Promise<AccountHead>;
  /** Where a job stands, also one that is long over; undefined for one that this node does not manage. */
  job(id: JobId): Promise<JobView | undefined>;
  /** The history of a job as far as it is written; undefined for one that this node does not manage. */
  history(id: JobId): Promise<JobHistory | undefined>;
  /** All that proves where a job stands; undefined for one that this node does not manage. */
  evidence(id: JobId): Promise<JobEvidence | undefined>;
  /** Jobs, the newest first. */
  jobs(filter?: JobFilter, page?: JobPage): Promise<ListedJobs>;
  /** A job as it stands, and again whenever that changes, until its money is settled. */
  watch(id: JobId, options: { readonly signal: AbortSignal }): AsyncIterable<JobView>;
  /** What the guest of a job logs, line by line, until the job is over; what it has logged, where it is. */
  logs(id: JobId, options?: JobLogsOptions): AsyncIterable<JobLogLine>;
  /** Asks a node about a job that it manages, or an assignment that it works on; undefined where it does not say. */
  askStatus(peer: Did, about: JobId | Cid, wait?: PeerWait): Promise<PeerStatus | undefined>;
  /** What jobs like this one were paid here lately; undefined where there were none. */
  quote(spec: JobSpec): Promise<Quote | undefined>;
  /** Why a job that has not ended finds nobody; undefined for any other. */
  whyNot(id: JobId): RejectionExplanation | undefined;
  /** Stores an input and keeps it. */
  putInput(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Cid>;
  /** The result of a job, or the output that it has under a name. */
  getOutput(id: JobId, name?: string): Promise<FoundOutput>;
  /** What a job has put out before its end, under the id that its guest gave it. */
  getPartialOutput(id: JobId, outputId: string): Promise<FoundOutput>;
  /** The checkpoint of an id, or the latest. */
  getCheckpoint(id: JobId, checkpointId?: string): Promise<FoundCheckpoint>;
  /** Stops a job for good. */
  cancel(id: JobId, reason: string): Promise<ReportAnswer>;
  /** Takes in an executor's receipt, as if the executor had delivered it itself. */
  anchorReceipt(receipt: Signed<ExecutionReceipt>): Promise<ReportAnswer>;
  /** What an account has of a unit; the node's account and mana when not given. */
  balance(account?: Did, unit?: string): BalanceView;
  reputation(account: Did): number;
  /** What an account has open and has spent here today, as its quota counts it; the node's account when not given. */
  usage(account?: Did): Usage;
}

/** What a context is made of. */
export interface ContextParts {
  readonly parts: ManagerParts;
  readonly manager: JobManager;
  readonly submit: SubmitParts;
  readonly heads: SharedHeads;
  readonly aid: Aid;
}

/** The context over the parts of a node. */
export function createRuntimeContext({ parts, manager, submit, heads, aid }: ContextParts): RuntimeContext {
  const { federation, signer, storage, accounts, reputation } = parts;
  return {
    did: signer.did,
    net: federation.net,
    storage,
    manager,
    accounts,
    heads,
    aid,
    // biome-ignore lint/complexity/useMaxParams: the host call of the requirements has these four.
    submitJob: (manifest, spec, cost, options = {}) => submitJob(submit, { manifest, spec, cost, options }),
    // biome-ignore lint/complexity/useMaxParams: it has the parameters of `submitJob`.
    estimate: (manifest, spec, cost, options = {}) =>
      estimateSubmission(submit, { manifest, spec, cost, options }),
    submitSigned: (submission) => submitSigned(submit, submission),
    accountHead: (account) => accountHead(accounts.own, federation.net, account),
    job: (id) => readJob(parts, manager, id),
    history: (id) => historyOf(parts, manager, id),
    evidence: (id) => jobEvidence(parts, manager, id),
    jobs: (filter, page) => listJobs(storage, filter, page),
    watch: (id, options) => watchJob({ parts, manager }, id, options),
    logs: (id, options) => jobLogs({ parts, manager }, id, options),
    askStatus: (peer, about, wait) => parts.network.askStatus(peer, about as Cid, wait),
    quote: (spec) => quoteJob({ parts, manager }, spec),
    whyNot: (id) => whyNot(parts, manager, id),
    putInput: (source) => putInput(parts, source),
    getOutput: async (id, name) => getOutput(storage, await readJob(parts, manager, id), name),
    getPartialOutput: async (id, outputId) =>
      getPartialOutput(storage, await readJob(parts, manager, id), outputId),
    getCheckpoint: async (id, checkpointId) =>
      getCheckpoint(storage, await readJob(parts, manager, id), checkpointId),
    async cancel(job, reason) {
      const head = { t: "icn/cancel/1", net: federation.net, by: signer.did, via: null } as const;
      return manager.cancel(await signRecord(cancelRecord, { ...head, job, reason }, signer));
    },
    anchorReceipt: (receipt) => manager.inbox.report(receipt),
    balance(account = signer.did, unit = MANA) {
      const client = accounts.clientOf(account) ?? accounts.own;
      return balanceOf(client.ledger, account, unit);
    },
    reputation: (account) => reputation.reputation(account),
    usage: (account = signer.did) => parts.quotas.usage(account),
  };
}
