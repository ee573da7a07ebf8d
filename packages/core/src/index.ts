export { type BoundedMap, type BoundedMapOptions, createBoundedMap } from "./bounded-map.ts";
export { type BoundedQueue, type BoundedQueueOptions, createBoundedQueue } from "./bounded-queue.ts";
export type { Data } from "./codec/data.ts";
export { type Codec, type CodecOptions, defineCodec } from "./codec/define-codec.ts";
export {
  defineRecord,
  extSchema,
  type RecordBody,
  type RecordDefinition,
  type RecordOptions,
  type Slot,
  signedSchema,
  slotFor,
} from "./codec/define-record.ts";
export {
  type Amount,
  amountSchema,
  bytes,
  data,
  list,
  milliseconds,
  name,
  named,
  printable,
  text,
  uint,
} from "./codec/fields.ts";
export {
  type Decoded,
  type GateStep,
  gateStepOf,
  type Refusal,
  type RefusalCode,
  type Verdict,
  verdictOf,
} from "./codec/refusal.ts";
export { RECORD_LIMITS, type ScanLimits, scan } from "./codec/scan.ts";
export { CodedError } from "./coded-error.ts";
export { createEmitter, type Emitter, type EmitterOptions, type Listenable } from "./emitter.ts";
export { CoreError, type CoreFailure } from "./errors.ts";
export {
  addToSlot,
  compareFacts,
  type FactComparison,
  type PlacedFact,
  type SlotState,
  type SlotUpdate,
} from "./facts/compare-facts.ts";
export { openAnyRecord } from "./facts/read-any.ts";
export {
  claimOf,
  openRecord,
  readRecord,
  type Signed,
  sealRecord,
  signRecord,
  type Verified,
  verifySigned,
  verifySignedMany,
} from "./facts/signed.ts";
export {
  type BlockCodec,
  CID_BYTES,
  type Cid,
  cidFromBytes,
  cidOf,
  cidSchema,
  cidToBytes,
  codecOf,
  isCid,
  parseCid,
} from "./ids/cid.ts";
export {
  type Did,
  didFromPeerId,
  didFromPublicKey,
  didSchema,
  isDid,
  type PeerIdText,
  parseDid,
  peerIdFromDid,
  publicKeyOf,
} from "./ids/did.ts";
export { type JobId, jobIdSchema } from "./ids/job-id.ts";
export { type NetworkId, networkIdSchema } from "./ids/network-id.ts";
export { createLogger, type LogEntry, type LoggerComponents, type LogSink } from "./logging/logger.ts";
export { type LogLevels, type LogThreshold, parseLogLevels } from "./logging/parse-log-levels.ts";
export { formatPrometheus } from "./memory/format-prometheus.ts";
export { createMemoryDisk, type MemoryDisk } from "./memory/memory-disk.ts";
export { createMemoryLatencyStore, type MemoryLatencyStoreOptions } from "./memory/memory-latency-store.ts";
export {
  createMemoryMetrics,
  type MemoryMetrics,
  type MemoryMetricsOptions,
} from "./memory/memory-metrics.ts";
export {
  createMemoryReputationStore,
  type MemoryReputationStore,
  type MemoryReputationStoreOptions,
} from "./memory/memory-reputation-store.ts";
export { createMemoryStorage, type MemoryStorageOptions } from "./memory/memory-storage.ts";
export type { HistogramSample, MetricSnapshot, MetricsSnapshot, Sample } from "./memory/metrics-snapshot.ts";
export { orAborted } from "./or-aborted.ts";
export type { Clock } from "./ports/clock.ts";
export type { LatencyStore } from "./ports/latency-store.ts";
export type { LogFields, Logger, LogLevel } from "./ports/logger.ts";
export type { Counter, Gauge, Histogram, Labels, MetricOptions, Metrics } from "./ports/metrics.ts";
export type { ReputationStore } from "./ports/reputation-store.ts";
export type { Rng } from "./ports/rng.ts";
export type { Service } from "./ports/service.ts";
export type { Signer } from "./ports/signer.ts";
export {
  type Block,
  type BlockInput,
  type CommitInput,
  type CommitResult,
  type KeptLinks,
  MAX_BLOCK_BYTES,
  MAX_NAME_BYTES,
  type Projection,
  type ProjectionView,
  type Ref,
  type RefChange,
  type RefEvent,
  type Row,
  type RowChange,
  type RowRange,
  type Storage,
  type StorageOptions,
} from "./ports/storage.ts";
export type { SignatureClaim, Verifier } from "./ports/verifier.ts";
export { type Acceptance, acceptanceRecord, acceptanceSchema } from "./records/acceptance.ts";
export {
  type AidJobTemplate,
  type AidMatch,
  type AidRequest,
  type AidWithdrawal,
  aidMatchRecord,
  aidMatchSchema,
  aidRequestRecord,
  aidRequestSchema,
  aidTemplateRecord,
  aidTemplateSchema,
  aidWithdrawalRecord,
  aidWithdrawalSchema,
} from "./records/aid.ts";
export { type Announcement, announcementRecord, announcementSchema } from "./records/announcement.ts";
export { type Assignment, assignmentRecord, assignmentSchema } from "./records/assignment.ts";
export { type Bid, bidRecord, bidSchema } from "./records/bid.ts";
export { type Cancel, cancelRecord, cancelSchema } from "./records/cancel.ts";
export { type Certificate, certificateCodec, certificateSchema } from "./records/certificate.ts";
export { checkpointRecord, checkpointSchema, type JobCheckpoint } from "./records/checkpoint.ts";
export { type Close, closeRecord, closeSchema } from "./records/close.ts";
export {
  type Commit,
  type Commits,
  commitRecord,
  commitSchema,
  commitsRecord,
  commitsSchema,
} from "./records/commit.ts";
export {
  type Constitution,
  type Contested,
  constitutionRecord,
  constitutionSchema,
  contestedSchema,
  type ReputationWeights,
  reputationWeightsSchema,
  type Unit,
  unitSchema,
} from "./records/constitution.ts";
export { type Deposit, depositRecord, depositSchema } from "./records/deposit.ts";
export { type Entry, entryRecord, entrySchema, type Happening, happeningSchema } from "./records/entry.ts";
export { type HoldId, holdIdSchema, holdSlot } from "./records/hold.ts";
export {
  type Job,
  jobRecord,
  jobSchema,
  type Pricing,
  pricingSchema,
  type Retry,
  retrySchema,
  type Verification,
  verificationSchema,
} from "./records/job.ts";
export { managerOf, replicaCount } from "./records/job-parties.ts";
export {
  type JobInput,
  type JobKind,
  type JobLimits,
  type JobSpec,
  jobInputSchema,
  jobKindSchema,
  jobLimitsSchema,
  jobSpecSchema,
} from "./records/job-spec.ts";
export { type Member, memberRecord, memberSchema } from "./records/member.ts";
export { type NodeRecord, nodeRecord, nodeSchema } from "./records/node.ts";
export {
  type Action,
  actionSchema,
  type Operation,
  operationRecord,
  operationSchema,
} from "./records/operation.ts";
export {
  type CastVote,
  castVoteSchema,
  type Outcome,
  outcomeSchema,
  type Settlement,
  type SettlementType,
  type StuckVote,
  settlementSchema,
  settlementTypeSchema,
  slotNameSchema,
  stuckVoteSchema,
} from "./records/outcome.ts";
export {
  type PartialOutputReceipt,
  partialOutputRecord,
  partialOutputSchema,
} from "./records/partial-output.ts";
export { type ProgressReport, progressRecord, progressSchema } from "./records/progress.ts";
export {
  type ExecutionReceipt,
  receiptRecord,
  receiptSchema,
  type Usage,
  usageSchema,
  type WorkOutcome,
  workOutcomeSchema,
} from "./records/receipt.ts";
export { type AnyBody, recordOfType, signedRecords } from "./records/record-types.ts";
export { type Release, releaseRecord, releaseSchema } from "./records/release.ts";
export { type Resources, resourcesSchema } from "./records/resources.ts";
export { type Selection, selectionRecord, selectionSchema } from "./records/selection.ts";
export {
  type Embedded,
  embedded,
  type SignedLink,
  signatureSchema,
  signedLinkSchema,
} from "./records/signed-link.ts";
export { type Unlock, unlockRecord, unlockSchema } from "./records/unlock.ts";
export { type Vote, voteRecord, voteSchema } from "./records/vote.ts";
export { createSeededRng } from "./seeded-rng.ts";
export { sha256 } from "./sha256.ts";
export { assertEngine } from "./signatures/assert-engine.ts";
export {
  BODY_OFFSET,
  MAX_BODY_BYTES,
  MAX_ENVELOPE_BYTES,
  type OpenedEnvelope,
  openEnvelope,
  sealEnvelope,
} from "./signatures/envelope.ts";
export { createKeySigner, type KeySignerComponents, MAX_MESSAGE_BYTES } from "./signatures/key-signer.ts";
export { nobleEngine } from "./signatures/noble-engine.ts";
export { createRememberingVerifier, type RememberingOptions } from "./signatures/remembering-verifier.ts";
export type { SignatureEngine, SigningKey, VerifyingKey } from "./signatures/signature-engine.ts";
export {
  createSignatureRule,
  type SignatureRule,
  type SignatureRuleOptions,
} from "./signatures/signature-rule.ts";
export { isUsableKey } from "./signatures/usable-key.ts";
export { createVerifier, type VerifierComponents } from "./signatures/verifier.ts";
export { startAll } from "./start-all.ts";
export { type Patience, within } from "./within.ts";
