export {
  decodeAssign,
  decodeBidAnswer,
  encodeBidAnswer,
  encodeOffer,
} from "../network/wire-codecs.ts";
export { type CrashPlan, createCrashingStorage } from "./crashing-storage.ts";
export { type EndedJobs, fillWithEndedJobs } from "./fill-with-ended-jobs.ts";
export { type Endowment, fundAccount, signEndowment } from "./fund-account.ts";
export {
  createLocalMesh,
  type LocalMesh,
  type LocalMeshOptions,
  type LocalNodeOptions,
} from "./local-mesh.ts";
export type { LocalNode } from "./local-node.ts";
export { openInMemory } from "./open-local-node.ts";
export { createSampleOutcomes, type OutcomeWish } from "./sample-outcomes.ts";
export { createSampleRunner, type SampleGuest } from "./sample-runner.ts";
export { sampleSpec } from "./sample-spec.ts";
export { settledWorks } from "./settled-works.ts";
export { type SettlementChainSubject, settlementChainContract } from "./settlement-chain-contract.ts";
export {
  createSharingNodes,
  type SharingNode,
  type SharingNodes,
  type SharingOptions,
} from "./sharing-nodes.ts";
