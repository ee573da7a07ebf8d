export {
  type AidMatcher,
  type AidPair,
  createAidMatcher,
  matchAidRequests,
  matchRegistryRequests,
} from "./aid/match-aid-requests.ts";
export { MeshError, type MeshFailure } from "./errors.ts";
export { commitmentTo, opensCommit } from "./evidence/commitment.ts";
export type {
  AttemptSettlement,
  Evidence,
  RefusedReason,
  SettledReason,
  SettlementVerdict,
  Shown,
  WaitReason,
} from "./evidence/evidence.ts";
export { judge } from "./evidence/judge.ts";
export { quorum } from "./evidence/quorum.ts";
export type { Replica, Replicas, VerificationPolicy, VerificationStep } from "./evidence/replica.ts";
export { signature } from "./evidence/signature.ts";
export { verificationPolicy } from "./evidence/verification-policy.ts";
export { type CheckedHistory, checkHistory, type SignedHistory } from "./history/check-history.ts";
export type { EntryChain, Fork, Gap } from "./history/entry-chain.ts";
export type { Fact } from "./history/fact.ts";
export type { AssignmentFault, Finding } from "./history/finding.ts";
export { foldHistory, type HistoryFold, type JobHistory } from "./history/fold-history.ts";
export type { RefusedEntry } from "./history/history-builder.ts";
export {
  currentProgress,
  currentStatus,
  isLongRunning,
  type JobLifecycle,
  latestCheckpoint,
} from "./history/job-lifecycle.ts";
export { readFact } from "./history/read-fact.ts";
export type { EntryFault, Reading, ReadingContext } from "./history/reading.ts";
export { replicasOf } from "./history/replicas-of.ts";
export { type CertifiedMoney, type SettlementStatus, settlementOf } from "./history/settlement-status.ts";
export { type BiddingEnd, type BiddingView, biddingEnd } from "./invitation/bidding-end.ts";
export { type InvitationOptions, type InvitationTerms, invitedShare } from "./invitation/invited-share.ts";
export { isInvited } from "./invitation/is-invited.ts";
export {
  type Imported,
  type ImportedJob,
  type ImportRefusal,
  importLegacyJob,
  type LegacyImportOptions,
} from "./legacy/import-legacy-job.ts";
export type { Answer, IllegalReason, StaleReason } from "./lifecycle/answer.ts";
export { JOB_DEFAULTS } from "./lifecycle/defaults.ts";
export type {
  AbortEvent,
  AnchoredEvent,
  AnswerEvent,
  AssignedEvent,
  AttemptEvent,
  CompletedEvent,
  EndEvent,
  Fence,
  JobEvent,
  LifecycleEvent,
  LostEvent,
  ProgressedEvent,
  ReportedEvent,
  RevealedEvent,
  RoundEvent,
} from "./lifecycle/event.ts";
export { nextSteps } from "./lifecycle/next-steps.ts";
export { FIRST_ROUND, type JobPlan, planOf } from "./lifecycle/plan.ts";
export {
  type AttemptFailure,
  type ExecutorFailure,
  FAILURE_REASONS,
  type FailureReason,
  type Fault,
  type GuestFailure,
  isAttemptFailure,
  isExecutorFailure,
  isFailureReason,
  isGuestFailure,
  reasonOfClass,
} from "./lifecycle/reasons.ts";
export type {
  ReceiptOutcome,
  ReportKind,
  Seat,
  SeenReports,
  TakenSeat,
  VacantSeat,
} from "./lifecycle/seat.ts";
export {
  type EndedState,
  JOB_STATUSES,
  type JobLifecycleStatus,
  type LifecycleState,
  liveAttempts,
  type SubmittedState,
  submitted,
  type TriedAttempt,
  type WorkingState,
} from "./lifecycle/state.ts";
export { type AssignStep, type FallbackStep, type Step, stepKey, type WaitStep } from "./lifecycle/step.ts";
export { transition } from "./lifecycle/transition.ts";
export { CIRO_FAILURES, CIRO_JOBS, type CiroJob, ciroJobOf, REASONS_OF_CIRO } from "./projections/ciro.ts";
export { type JobStage, stageOf } from "./projections/job-stage.ts";
export { type JobState, jobStateOf } from "./projections/job-state.ts";
export {
  NSN_FAILURES,
  NSN_STATUSES,
  type NsnFailReason,
  type NsnTask,
  type NsnTaskStatus,
  nsnTaskOf,
  REASONS_OF_NSN,
} from "./projections/nsn.ts";
export {
  QUBIX_STATUSES,
  type QubixJob,
  type QubixJobStatus,
  qubixJobOf,
  REASONS_OF_QUBIX,
} from "./projections/qubix.ts";
export { SIDECAR_STATUSES, type SidecarStatus } from "./projections/sidecar.ts";
export { createJobQueue, type JobQueue } from "./queue/job-queue.ts";
export type { JobQueueOptions } from "./queue/queue-limits.ts";
export type {
  DrainedLanes,
  EndedJob,
  QueueAnswer,
  QueueOutcome,
  QueueRefusal,
  QueueStep,
  QueueWait,
} from "./queue/queue-step.ts";
export type { QueuedJob } from "./queue/queued-job.ts";
export type { Reservation } from "./queue/reservations.ts";
export {
  type BidArrival,
  type BidPool,
  type BidPoolComponents,
  type BidPoolOptions,
  type BidRefusal,
  createBidPool,
  MOST_BIDS,
} from "./selection/bid-pool.ts";
export { type CapabilityChecker, createPermissiveChecker } from "./selection/capability-checker.ts";
export { createEligibility, type Eligibility } from "./selection/eligibility.ts";
export { EXECUTOR_FACTS, type ExecutorFact, type ExecutorFacts } from "./selection/executor-facts.ts";
export { INELIGIBILITIES, type Ineligibility } from "./selection/ineligibility.ts";
export type { JudgedBid } from "./selection/judge-bids.ts";
export { createMembershipChecker, type MembershipCheckerComponents } from "./selection/membership-checker.ts";
export { NEWCOMER_REPUTATION } from "./selection/newcomers.ts";
export { cheapestPolicy } from "./selection/policies/cheapest-policy.ts";
export { icnCompatPolicy } from "./selection/policies/icn-compat-policy.ts";
export { type PolicyReader, readPolicy, SELECTION_POLICIES } from "./selection/policies/read-policy.ts";
export { reputationLoadPolicy } from "./selection/policies/reputation-load-policy.ts";
export { stakeLotteryPolicy } from "./selection/policies/stake-lottery-policy.ts";
export { weightedPolicy } from "./selection/policies/weighted-policy.ts";
export type { SelectionWeights } from "./selection/policies/weights.ts";
export { rankBids } from "./selection/rank-bids.ts";
export { type RecordHead, recordSelection } from "./selection/record-selection.ts";
export { recordedRequest, type SelectionEvidence } from "./selection/recorded-request.ts";
export type { RoundTerms } from "./selection/requirement.ts";
export { type ScoreTerms, scoreBid } from "./selection/score-bid.ts";
export { type ExecutorSelection, selectExecutor } from "./selection/select-executor.ts";
export type { BidScorer, SelectionPolicy } from "./selection/selection-policy.ts";
export type { BidCandidate, SelectionRequest } from "./selection/selection-request.ts";
export {
  type SelectionProblem,
  type SelectionVerdict,
  verifySelection,
} from "./selection/verify-selection.ts";
export {
  type ExplanationTerms,
  explainRejections,
  type RejectionExplanation,
  type Suggestion,
} from "./why-not/explain-rejections.ts";
export type { DroppedField, JobChange, LoweredField, RaisedField } from "./why-not/job-change.ts";
export type { OfferSeen } from "./why-not/offer-seen.ts";
