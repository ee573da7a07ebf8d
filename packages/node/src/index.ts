export { defineExtension, type ExtensionParts, type NodeExtension } from "./compose/extension.ts";
export type { Node } from "./compose/node.ts";
export type { NodeParts } from "./compose/node-parts.ts";
export { openStopped, type StoppedNode } from "./compose/open-stopped.ts";
export { nodeKeptLinks } from "./compose/open-store.ts";
export { type StartOptions, startNode } from "./compose/start-node.ts";
export { type ConfigKey, configJsonSchema, configKeys } from "./config/config-key.ts";
export { configSchema } from "./config/config-schema.ts";
export { type ConfigPlaces, loadConfig } from "./config/load-config.ts";
export { type NodeConfig, nodeConfigSchema } from "./config/node-config.ts";
export { type ConfigSources, type ReadConfig, readConfig } from "./config/read-config.ts";
export { type DataDirectory, openDataDirectory } from "./data/data-directory.ts";
export { NodeError, type NodeFailure } from "./errors.ts";
export type { Diagnosis } from "./examine/diagnosis.ts";
export { type ExamineOptions, examineNode } from "./examine/examine-node.ts";
export type { ListeningPlace } from "./examine/examine-ports.ts";
export { type FederationRules, STANDARD_RULES } from "./federation/constitution-rules.ts";
export { type DepositTerms, signDeposit } from "./federation/deposit-letter.ts";
export { type Founding, foundFederation } from "./federation/found-federation.ts";
export {
  type FederationPlan,
  type LaidOutNode,
  layOutFederation,
} from "./federation/lay-out-federation.ts";
export type {
  JoinByRecords,
  LeaveFederation,
  ListedFederation,
  NodeFederations,
  PrunedFederation,
} from "./federation/node-federations.ts";
export type { NotJoinable } from "./federation/read-joining.ts";
export { parseRecord, printRecord, readRecordFile, writeRecordFile } from "./federation/record-file.ts";
export { type MembershipTerms, signMembership } from "./federation/sign-membership.ts";
export type { NodeProcess, NodeProgram, ReadyWords } from "./local/node-process.ts";
export {
  type LocalFederation,
  type LocalFederationPlan,
  startLocalFederation,
} from "./local/start-local-federation.ts";
