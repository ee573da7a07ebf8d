export type { Ballot } from "./certificate/ballot.ts";
export { checkCertificate, claimsOfCertificate } from "./certificate/check-certificate.ts";
export { checkFunding, type FundedJob, type FundingContext } from "./certificate/check-funding.ts";
export { createKnownHolds, type KnownHolds } from "./certificate/known-holds.ts";
export { outcomeKey } from "./certificate/outcome-key.ts";
export { type CertifiedFact, type Proof, proofOf, readProof, type Terms } from "./certificate/proof.ts";
export { claimOfBallot } from "./certificate/vote-claim.ts";
export { certificateOf, createVoteCount, type VoteCount } from "./certificate/vote-count.ts";
export { type AskGuards, askLocalGuards } from "./client/ask-guards.ts";
export type { LinkOffer } from "./client/certify-link.ts";
export { type CollectOptions, collectVotes } from "./client/collect-votes.ts";
export type { CollectComponents, Collection, ProvenSlot } from "./client/collection.ts";
export { type ManaClient, type ManaClientComponents, openManaClient } from "./client/mana-client.ts";
export type { ActionRequest, PlacedAction } from "./client/operation-queue.ts";
export type { AgreedLink } from "./client/sign-link.ts";
export { createRecentProofs, type RecentProofs } from "./client/wallet.ts";
export { checkUnlock, type UnlockContext } from "./contested/check-unlock.ts";
export { chooseOutcome, type PromisedVote } from "./contested/choose-outcome.ts";
export { signUnlock, type UnlockOptions, type UnlockParts, unlockSlot } from "./contested/unlock-slot.ts";
export { EconomicsError, type EconomicsFailure } from "./errors.ts";
export { type Federation, federationOf, MANA, openFederation } from "./federation.ts";
export { type BootCounter, createMemoryBootCounter } from "./guard/boot-counter.ts";
export { drawBids } from "./guard/draw.ts";
export { checkEquivocation, type Equivocation, readFraud } from "./guard/fraud.ts";
export { type Guard, type GuardComponents, openGuard } from "./guard/guard.ts";
export type { GuardPeers } from "./guard/guard-peers.ts";
export { economicsRecords, type Fraud, fraudEntry, type LocalRecord } from "./guard/guard-records.ts";
export type { GuardReply } from "./guard/guard-reply.ts";
export { guardReplyCodec } from "./guard/guard-reply-codec.ts";
export { type GuardAsk, type GuardRequest, guardRequestCodec } from "./guard/guard-request.ts";
export type { Applied } from "./ledger/applied.ts";
export { judgeOperation } from "./ledger/judge-operation.ts";
export { createLedger, type Ledger } from "./ledger/ledger.ts";
export type {
  Account,
  Balance,
  CertifiedAssignment,
  Credit,
  Held,
  Hold,
  LedgerView,
  Totals,
} from "./ledger/ledger-view.ts";
export { type MoneyFact, slotOfFact } from "./ledger/money-fact.ts";
export type { OperationEffect, Step } from "./ledger/operation-effect.ts";
export { replay, type Unplaced } from "./ledger/replay.ts";
export { linkSlot, operationSlot, settlementSlot } from "./money-slot.ts";
export { estimateCost, type Rates } from "./pricing/estimate-cost.ts";
export { priceByReputation } from "./pricing/price-by-reputation.ts";
export { type Quote, quoteFrom } from "./pricing/quote.ts";
export type { ManaRefusal, Ruling } from "./refusal.ts";
export { foldReputation, type ReputationFacts } from "./reputation/reputation-fold.ts";
export { createFoldedReputation, type FoldedReputation } from "./reputation/reputation-store.ts";
export { epochOfEquivocation, type SettledWork } from "./reputation/tally.ts";
export { parseAmount, printAmount } from "./settlement/decimal.ts";
export type {
  Judge,
  KnownFact,
  ShownReplica,
  ShownWord,
  WorkEnding,
  WorkEvidence,
  WorkVerdict,
} from "./settlement/judge.ts";
export { type Payout, payOut } from "./settlement/payout.ts";
export { settle } from "./settlement/settle.ts";
export {
  allToExecutor,
  ciroFee,
  meteredPrice,
  nsnSplit,
  type SettlementPolicy,
} from "./settlement/settlement-policies.ts";
export { type BalanceView, balanceOf, creditsOf, holdsOf } from "./views/account-view.ts";
export { type AuditComponents, audit } from "./views/audit.ts";
export { equivocationsIn, followEquivocations } from "./views/equivocations-in.ts";
export type { AuditReport, Finding, Invariant } from "./views/finding.ts";
export { historyOf, type Move, type MoveReason } from "./views/history-of.ts";
