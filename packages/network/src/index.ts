export {
  type BlockExchange,
  type BlockExchangeComponents,
  type BlockExchangeOptions,
  createBlockExchange,
  type FetchOptions,
} from "./blocks/block-exchange.ts";
export { BLOCK_LIMITS, type BlockLimits } from "./blocks/block-limits.ts";
export type { BlockSession } from "./blocks/block-session.ts";
export type { BlockStats } from "./blocks/block-stats.ts";
export type { FetchResult } from "./blocks/client/fetching.ts";
export type { ServeBlock } from "./blocks/server/gather-answer.ts";
export {
  createDiscovery,
  type Discovery,
  type DiscoveryComponents,
  type DiscoveryEvents,
  type DiscoveryOptions,
  type SearchOptions,
} from "./discovery/discovery.ts";
export { DISCOVERY_LIMITS, type DiscoveryLimits } from "./discovery/discovery-limits.ts";
export type { KnownNode } from "./discovery/node-cache.ts";
export type { NodeEquivocation } from "./discovery/node-gate.ts";
export type { NodeQuery } from "./discovery/node-query.ts";
export { nodeTable } from "./discovery/node-table.ts";
export { nodeTopic } from "./discovery/node-topic.ts";
export type { NodeDescription } from "./discovery/own-record.ts";
export type { DistributedTable, TableKey, TableRules } from "./distributed-table.ts";
export { NetworkError, type NetworkFailure } from "./errors.ts";
export type { LinkFaults } from "./memory/link-faults.ts";
export {
  createMemoryNetwork,
  type MemoryNetwork,
  type MemoryNetworkComponents,
  type MemoryNodeOptions,
} from "./memory/memory-network.ts";
export type { MessageStream } from "./message-stream.ts";
export {
  MAX_MESSAGE_BYTES,
  MAX_PROTOCOL_BYTES,
  NETWORK_LIMITS,
  type NetworkLimits,
} from "./network-limits.ts";
export { protocolName, topicOf } from "./network-names.ts";
export type { NetworkNode } from "./network-node.ts";
export type { NetworkComponents, NetworkOptions } from "./network-options.ts";
export type {
  ConnectResult,
  OpenResult,
  PeerFailure,
  PublishResult,
  RequestResult,
} from "./network-results.ts";
export type {
  Address,
  ConnectOptions,
  IncomingRequest,
  MessageVerdict,
  NetworkEvents,
  NetworkService,
  PeerInfo,
  RequestHandler,
  StreamHandler,
  Subscriber,
  Subscription,
  Topic,
  TopicMessage,
  TopicRules,
} from "./network-service.ts";
export type { Protocol } from "./protocol.ts";
export {
  type CircuitBreaker,
  type CircuitBreakerOptions,
  createCircuitBreaker,
} from "./resilience/circuit-breaker.ts";
export {
  type CircuitOpen,
  createResilientRequests,
  type ResilientRequests,
  type ResilientRequestsComponents,
  type ResilientRequestsOptions,
} from "./resilience/resilient-requests.ts";
export { type AttemptResult, type RetryOptions, retry } from "./resilience/retry.ts";
export { signedTopic } from "./topics/signed-topic.ts";
export type { RequestOptions, WaitOptions } from "./wait-options.ts";
