import type { NetworkId } from "@icn-mesh/core";
import type { Topic } from "./network-service.ts";

/** The topic of this name in one network, e.g. `/icn-mesh/1/<network>/announce`. */
export function topicOf(network: NetworkId, name: string): Topic {
  return `/icn-mesh/1/${network}/${name}`;
}

/** The name of a protocol on the wire, e.g. `/icn-mesh/bid/1`. */
export function protocolName(name: string): string {
  return `/icn-mesh/${name}/1`;
}
