import type { Metrics } from "@icn-mesh/core";
import type { MessageVerdict, Topic } from "./network-service.ts";

/** What a node counts about its network. Labels are names of topics and protocols and fixed words, never a peer. */
export interface NetworkMetrics {
  messagePublished(topic: Topic, bytes: number): void;
  /** `shed` is a message that was dropped unseen because its neighbour, or all of them, sent too many. */
  messageReceived(topic: Topic, verdict: MessageVerdict | "shed", bytes: number): void;
  messageLost(topic: Topic): void;
  requestSent(protocol: string, outcome: string, milliseconds: number): void;
  requestServed(protocol: string, outcome: string): void;
  streamOpened(protocol: string, side: "ours" | "theirs"): void;
  dialled(outcome: string): void;
  peers(inbound: number, outbound: number): void;
  offended(kind: string): void;
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/** Registers the instruments under `network_…`. */
export function createNetworkMetrics(metrics: Metrics): NetworkMetrics {
  const messages = metrics.counter("network_messages_total", {
    help: "Messages of topics, by what became of them",
    labels: ["topic", "outcome"],
  });
  const messageBytes = metrics.counter("network_message_bytes_total", {
    help: "Bytes of messages of topics",
    labels: ["topic", "direction"],
  });
  const requests = metrics.counter("network_requests_total", {
    help: "Requests, by who asked and how they ended",
    labels: ["protocol", "side", "outcome"],
  });
  const seconds = metrics.histogram("network_request_seconds", {
    help: "How long requests took, as the asker saw it",
    labels: ["protocol"],
    buckets: SECONDS,
  });
  const streams = metrics.counter("network_streams_total", {
    help: "Streams of messages",
    labels: ["protocol", "side"],
  });
  const dials = metrics.counter("network_dials_total", {
    help: "Dials, by how they ended",
    labels: ["outcome"],
  });
  const peers = metrics.gauge("network_peers", { help: "Connected peers", labels: ["direction"] });
  const offences = metrics.counter("network_offences_total", {
    help: "What peers did that no honest peer does",
    labels: ["kind"],
  });

  return {
    messagePublished(topic, bytes) {
      messages.add(1, { topic: lastPart(topic), outcome: "published" });
      messageBytes.add(bytes, { topic: lastPart(topic), direction: "out" });
    },
    messageReceived(topic, verdict, bytes) {
      messages.add(1, { topic: lastPart(topic), outcome: verdict });
      messageBytes.add(bytes, { topic: lastPart(topic), direction: "in" });
    },
    messageLost: (topic) => messages.add(1, { topic: lastPart(topic), outcome: "lost" }),
    requestSent(protocol, outcome, milliseconds) {
      requests.add(1, { protocol: labelOf(protocol), side: "ours", outcome });
      seconds.observe(milliseconds / 1_000, { protocol: labelOf(protocol) });
    },
    requestServed: (protocol, outcome) =>
      requests.add(1, { protocol: labelOf(protocol), side: "theirs", outcome }),
    streamOpened: (protocol, side) => streams.add(1, { protocol: labelOf(protocol), side }),
    dialled: (outcome) => dials.add(1, { outcome }),
    peers(inbound, outbound) {
      peers.set(inbound, { direction: "inbound" });
      peers.set(outbound, { direction: "outbound" });
    },
    offended: (kind) => offences.add(1, { kind }),
  };
}

/** `/icn-mesh/<network>/bid/1` without the network; any other name as it is. */
function labelOf(protocol: string): string {
  const [, ours, , name, version, ...more] = protocol.split("/");
  const isOfNetwork = ours === "icn-mesh" && version !== undefined && more.length === 0;
  return isOfNetwork ? `/icn-mesh/${name}/${version}` : protocol;
}

/** `/icn-mesh/1/<network>/announce` without the network, which is an id. */
function lastPart(topic: Topic): string {
  return topic.slice(topic.lastIndexOf("/") + 1);
}
