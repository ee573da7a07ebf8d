import { createEmitter } from "@icn-mesh/core";
import { NetworkError } from "./errors.ts";
import { createNetworkCalls } from "./network-calls.ts";
import { createNetworkDesks, type NetworkSetting } from "./network-desks.ts";
import { NETWORK_LIMITS, type NetworkLimits } from "./network-limits.ts";
import type { NetworkComponents, NetworkOptions } from "./network-options.ts";
import { createNetworkOwner } from "./network-owner.ts";
import type { NetworkEvents, NetworkService } from "./network-service.ts";
import { createStanding, type Standing } from "./peers/standing.ts";
import type { Transport } from "./transport.ts";

/** What a transport obeys, and where it says what a peer did. */
export interface TransportSetting {
  readonly limits: NetworkLimits;
  readonly standing: Standing;
}

/** All that is the same over memory and over libp2p: requests, queues, verdicts, limits, redialling. */
export function createNetwork(
  components: NetworkComponents,
  options: NetworkOptions,
  createTransport: (setting: TransportSetting) => Transport,
): NetworkService {
  const limits = { ...NETWORK_LIMITS, ...options.limits };
  const standing = createStanding(components.clock, limits);
  const transport = createTransport({ limits, standing });
  return createServiceOver({ ...components, transport, limits, standing }, options);
}

function createServiceOver(setting: NetworkSetting, options: NetworkOptions): NetworkService {
  const { transport, logger, limits } = setting;
  let state: "new" | "running" | "stopped" = "new";
  const desks = createNetworkDesks(setting, options, () => state === "running");
  const { peerDesk, topicDesk, protocolDesk, readiness } = desks;
  const calls = createNetworkCalls(setting, desks);
  const onListenerError = (error: unknown, event: string) =>
    logger.error("a listener failed", { event, error: String(error) });
  const events = createEmitter<NetworkEvents>({ onListenerError });

  function assertRunning(): void {
    if (state !== "running") throw notRunning();
  }

  return {
    name: "network",
    self: transport.self,
    events,
    async start() {
      await transport.start(createNetworkOwner(transport, desks, events));
      state = "running";
      protocolDesk.serveAll();
      topicDesk.joinAll();
      peerDesk.keep(options.bootstrap ?? []);
      logger.info("the network has started", { self: transport.self, ...limits });
    },
    async stop() {
      state = "stopped";
      peerDesk.stop();
      readiness.fail(notRunning());
      await transport.stop();
      desks.deadlines.clear();
    },
    addresses: transport.addresses,
    peers: peerDesk.peers,
    async connect(target, connectOptions = {}) {
      assertRunning();
      return peerDesk.connect(target, connectOptions);
    },
    disconnect: peerDesk.disconnect,
    learn: transport.learn,
    async publish(topic, bytes) {
      assertRunning();
      return topicDesk.publish(topic, bytes);
    },
    declare: topicDesk.declare,
    subscribe: topicDesk.subscribe,
    topicPeers(topic) {
      topicDesk.assertKnown(topic);
      return transport.topicPeers(topic);
    },
    async ready(topic, peers, { signal } = {}) {
      assertRunning();
      topicDesk.assertKnown(topic);
      return readiness.wait(topic, peers, signal);
    },
    async request(...call) {
      assertRunning();
      return calls.request(...call);
    },
    async open(...call) {
      assertRunning();
      return calls.open(...call);
    },
    handle: protocolDesk.handle,
    accept: protocolDesk.accept,
  };
}

function notRunning(): NetworkError {
  return new NetworkError("the network is not running", { code: "NETWORK_NOT_RUNNING", service: "network" });
}
