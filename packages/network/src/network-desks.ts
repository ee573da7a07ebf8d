import type { NetworkLimits } from "./network-limits.ts";
import { createNetworkMetrics, type NetworkMetrics } from "./network-metrics.ts";
import type { NetworkComponents, NetworkOptions } from "./network-options.ts";
import { createPeerDesk, type PeerDesk } from "./peers/peer-desk.ts";
import type { Standing } from "./peers/standing.ts";
import { createProtocolDesk, type ProtocolDesk } from "./protocol-desk.ts";
import { createDeadlines, type Deadlines } from "./requests/deadlines.ts";
import { createRequestDesk, type RequestDesk } from "./requests/request-desk.ts";
import { createReadiness, type Readiness } from "./topics/readiness.ts";
import { createTopicDesk, type TopicDesk } from "./topics/topic-desk.ts";
import type { Transport } from "./transport.ts";

/** What a node is, before its parts are made. */
export interface NetworkSetting extends NetworkComponents {
  readonly transport: Transport;
  readonly limits: NetworkLimits;
  readonly standing: Standing;
}

/** The parts of a node, each of which does one thing with the transport. */
export interface NetworkDesks {
  readonly peerDesk: PeerDesk;
  readonly topicDesk: TopicDesk;
  readonly requestDesk: RequestDesk;
  readonly protocolDesk: ProtocolDesk;
  readonly readiness: Readiness;
  readonly deadlines: Deadlines;
  readonly networkMetrics: NetworkMetrics;
}

/** Makes the parts; they reach the transport only while `isRunning`. */
export function createNetworkDesks(
  setting: NetworkSetting,
  options: NetworkOptions,
  isRunning: () => boolean,
): NetworkDesks {
  const { transport, clock, metrics } = setting;
  const networkMetrics = createNetworkMetrics(metrics);
  const deadlines = createDeadlines(clock);
  const shared = { ...setting, metrics: networkMetrics, deadlines, isRunning };
  const peerDesk = createPeerDesk({ ...shared, admits: options.admits ?? (() => true) });
  const onOffence = peerDesk.offended;
  return {
    peerDesk,
    topicDesk: createTopicDesk({ ...shared, topics: options.topics ?? [], onExcess: peerDesk.exceeded }),
    requestDesk: createRequestDesk({ ...shared, onOffence }),
    protocolDesk: createProtocolDesk({ ...shared, onOffence }),
    readiness: createReadiness((topic) => transport.topicPeers(topic).length),
    deadlines,
    networkMetrics,
  };
}
