export { copyDisk } from "./copy-disk.ts";
export { type LedgerSubject, ledgerContract } from "./ledger-contract.ts";
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
