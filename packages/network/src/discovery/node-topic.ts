import { BODY_OFFSET, type NetworkId } from "@icn-mesh/core";
import { topicOf } from "../network-names.ts";
import type { TopicRules } from "../network-service.ts";

/** No record of a node is longer, its signature included: its addresses, names and policy are all bounded. */
export const MAX_NODE_RECORD_BYTES = 32 * 1024;

/**
 * The topic on which the nodes of a network say what they are. A record is what its body says: with another valid
 * signature it is the same, and is passed on once.
 */
export function nodeTopic(net: NetworkId): TopicRules {
  return {
    topic: topicOf(net, "node"),
    maxBytes: MAX_NODE_RECORD_BYTES,
    identify: (bytes) => bytes.subarray(Math.min(BODY_OFFSET, bytes.length)),
  };
}
