import { BODY_OFFSET, type NetworkId } from "@icn-mesh/core";
import { type Protocol, protocolName, type TopicRules, topicOf } from "@icn-mesh/network";

const KIB = 1024;

/** What is published to many, by network. `bid`, `assign` and `receipt` are ways round a peer that cannot be reached. */
export function topicNames(net: NetworkId) {
  const topic = (name: string) => topicOf(net, name);
  return {
    announce: topic("announce"),
    bid: topic("bid"),
    receipt: topic("receipt"),
    aid: topic("aid"),
  } as const;
}

/** The topics that a network has to know for the jobs of a federation. A record is what its body says, however it is signed. */
export function meshTopics(net: NetworkId): readonly TopicRules[] {
  const identify = (bytes: Uint8Array) => bytes.subarray(BODY_OFFSET);
  const { announce, bid, receipt, aid } = topicNames(net);
  return [announce, bid, receipt, aid].map((topic) => ({ topic, identify }));
}

/** What is asked of one peer, by name. */
export const PROTOCOLS = {
  announce: protocol("announce"),
  bid: protocol("bid"),
  assign: protocol("assign", 256 * KIB),
  progress: protocol("progress"),
  checkpoint: protocol("checkpoint"),
  partial: protocol("partial"),
  release: protocol("release"),
  commit: protocol("commit"),
  commits: protocol("commits"),
  appeal: protocol("appeal", KIB),
  receipt: protocol("receipt"),
  cancel: protocol("cancel"),
  logs: protocol("logs"),
  status: protocol("status"),
  ping: protocol("ping"),
  heads: protocol("heads", 512 * KIB),
  mana: protocol("mana", 4096 * KIB),
} as const;

function protocol(name: string, maxBytes = 64 * KIB): Protocol {
  return { name: protocolName(name), maxBytes };
}
