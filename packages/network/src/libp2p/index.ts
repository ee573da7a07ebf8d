export {
  GOSSIP_BEHAVIOUR,
  GOSSIP_LIMITS,
  type NetworkSize,
  PEER_SCORE,
  SCORE_THRESHOLDS,
  TOPIC_SCORE,
} from "./gossip-parameters.ts";
export type { Libp2pLogs } from "./libp2p-logs.ts";
export { createLibp2pNetwork } from "./libp2p-network.ts";
export type { Libp2pNetworkOptions } from "./libp2p-options.ts";
export type { Libp2pTransportName } from "./libp2p-transport-name.ts";
