export { copyDisk } from "./copy-disk.ts";
export { type LedgerSubject, ledgerContract } from "./ledger-contract.ts";
export type { AssignmentBook } from "./oracle/book-state.ts";
export { checkBooks, type RestedWorld } from "./oracle/check-books.ts";
export { checkStore, type GuardDisk } from "./oracle/check-store.ts";
export { factIn } from "./oracle/fact-in.ts";
export type { OracleBooks } from "./oracle/oracle-books.ts";
export { type RefusedSight, seeReply } from "./oracle/see-reply.ts";
export { tapedStorage } from "./oracle/taped-storage.ts";
export { createTruth, type Landmark, type Truth, type TruthComponents } from "./oracle/truth.ts";
export type { Report, Violation } from "./oracle/violation.ts";
export type { TapedVote, VoteTape } from "./oracle/vote-tape.ts";
export { plainJudge } from "./plain-judge.ts";
export { plainQuorumJudge } from "./plain-quorum-judge.ts";
export { sampleClose, sampleDeposit, sampleLink, sampleOperation, sampleSettlement } from "./sample-chain.ts";
export { sampleConstitution } from "./sample-constitution.ts";
export {
  createSampleEconomy,
  type SampleClientOptions,
  type SampleEconomy,
  type SampleEconomyOptions,
} from "./sample-economy.ts";
export type { SampleGuard } from "./sample-guard.ts";
export { sampleMember } from "./sample-member.ts";
export {
  sampleAcceptance,
  sampleAssignment,
  sampleBid,
  sampleJob,
  sampleReceipt,
  sampleRelease,
  sampleResult,
} from "./sample-work.ts";
