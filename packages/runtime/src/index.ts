export type {
  Aid,
  AidPosting,
  AidPostResult,
  AidRefusal,
  AidTerms,
  AidWish,
  AidWithdrawResult,
  ListedAidRequest,
  ListedAidTemplate,
} from "./aid/aid.ts";
export { createRuntime, type Runtime } from "./context/create-runtime.ts";
export type { JobEvidence } from "./context/job-evidence.ts";
export type { JobLogsOptions } from "./context/job-logs.ts";
export type { JobFilter, JobPage, ListedJobs } from "./context/list-jobs.ts";
export type { FoundCheckpoint, FoundOutput } from "./context/payloads.ts";
export type { JobView } from "./context/read-job.ts";
export type { ExecutorOptions, RuntimeComponents, RuntimeOptions } from "./context/runtime-components.ts";
export type { RuntimeContext } from "./context/runtime-context.ts";
export type { SubmitEstimate, SubmitRefusal, SubmitResult } from "./context/submit-job.ts";
export type { SubmitOptions } from "./context/submit-options.ts";
export type { SignedSubmission } from "./context/submit-signed.ts";
export { RuntimeError, type RuntimeFailure } from "./errors.ts";
export { createExecutor, type Executor, type ExecutorComponents } from "./executor/executor.ts";
export type { PlacedTask } from "./executor/machine.ts";
export {
  type BidPolicy,
  type BidPolicyOptions,
  type BidTerms,
  createBidPolicy,
  type OfferedJob,
} from "./executor/mesh-tasks/bid-policy.ts";
export type { Gathered, GatheredWork, Task, TaskDesk, TaskSource } from "./executor/task-source.ts";
export {
  createFederationHost,
  type FederationHost,
  type FederationHostComponents,
  type FederationPlace,
  type JoinResult,
  type LeaveOptions,
  type LeaveRefusal,
  type LeaveResult,
} from "./federations/federation-host.ts";
export type { OpenPositions } from "./federations/open-positions.ts";
export { type StorageScope, scopeStorage } from "./federations/scope-storage.ts";
export type { PulledHeads } from "./heads/head-exchange.ts";
export type { SessionEnd } from "./heads/head-session.ts";
export type { SharedHeads, SharedRoot } from "./heads/heads.ts";
export type { BookAnswer } from "./job/job-book.ts";
export { traceIdOf } from "./job/job-fields.ts";
export type { JobSummary } from "./job/job-summary.ts";
export { runtimeProjections } from "./job/runtime-projections.ts";
export { runtimeRecords } from "./job/runtime-records.ts";
export { createJobKinds, type JobKindRule, type JobKinds, STANDARD_KINDS } from "./kinds/job-kinds.ts";
export type { LoggedLine } from "./logs/log-lines.ts";
export type { JobLogLine } from "./logs/log-reader.ts";
export type { AccountHead } from "./mana/account-head.ts";
export type { Accounts } from "./mana/accounts.ts";
export { askOwnGuard } from "./mana/ask-own-guard.ts";
export { holdOutputs } from "./mana/hold-outputs.ts";
export { createMemoryKeyStore } from "./mana/memory-key-store.ts";
export { askNetworkGuards } from "./mana/network-guards.ts";
export { type ManaService, serveMana } from "./mana/serve-mana.ts";
export { EXECUTOR_ROLE } from "./manager/executor-directory.ts";
export type { JobEvents, JobManager } from "./manager/job-manager.ts";
export { federationLink } from "./network/federation-link.ts";
export type { MeshNetworkService, PeerWait } from "./network/mesh-network-service.ts";
export type { NetworkMessage, ReportAnswer } from "./network/network-message.ts";
export { createPayloadFetcher } from "./network/payload-fetcher.ts";
export type { PeerLink } from "./network/peer-link.ts";
export { meshTopics } from "./network/wire-names.ts";
export type { KeyStore } from "./ports/key-store.ts";
export type { PayloadFetcher, PayloadTerms } from "./ports/payload-fetcher.ts";
export type { ChainReceipt, ChainSettlement, ChainWait, SettlementChain } from "./ports/settlement-chain.ts";
export type { WorkRunner } from "./ports/work-runner.ts";
export type { QuorumView, ReplicaStand, ReplicaView } from "./quorum/quorum-view.ts";
export type { Quota, QuotaRefusal, Usage } from "./quota/quota.ts";
export { openQuotaBook, type QuotaBook, type QuotaBookOptions } from "./quota/quota-book.ts";
export type { Pruned } from "./retention/prune.ts";
export type { RemovalKind } from "./retention/removal.ts";
export {
  createRetention,
  type PruneOptions,
  type Retention,
  type RetentionComponents,
  type RetentionOptions,
} from "./retention/retention.ts";
export type { RetentionTerms } from "./retention/retention-terms.ts";
export type { ChainEntry } from "./settlement/chain-entry.ts";
export {
  createMemorySettlementChain,
  type MemoryChainOptions,
  type MemorySettlementChain,
} from "./settlement/memory-settlement-chain.ts";
export {
  createSettlementQueue,
  type SettlementQueue,
  type SettlementQueueComponents,
  type SettlementQueueOptions,
} from "./settlement/settlement-queue.ts";
export type { PeerStatus } from "./status/peer-status.ts";
