import { BODY_OFFSET } from "@icn-mesh/core";
import type { Topic, TopicRules } from "../network-service.ts";

/**
 * The rules of a topic of signed records: a record is what its body says, so another valid signature over the same body
 * makes no other message.
 */
export function signedTopic(topic: Topic): TopicRules {
  return { topic, identify: (bytes) => bytes.subarray(Math.min(BODY_OFFSET, bytes.length)) };
}
