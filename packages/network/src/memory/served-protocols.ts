import type { Did } from "@icn-mesh/core";

/** Which protocols a node serves, and how many streams of each a peer has open there. */
export interface ServedProtocols {
  serve(protocol: string, isServed: boolean): void;
  /** Takes a place for a stream, or says why there is none. */
  take(protocol: string, peer: Did): "taken" | "NETWORK_UNSUPPORTED" | "NETWORK_BUSY";
  give(protocol: string, peer: Did): void;
}

/** No protocol is served yet; a peer may have `streamsPerProtocol` of each. */
export function createServedProtocols(streamsPerProtocol: number): ServedProtocols {
  const served = new Set<string>();
  const open = new Map<string, number>();
  const keyOf = (protocol: string, peer: Did) => `${peer} ${protocol}`;

  function change(key: string, by: number): void {
    const count = (open.get(key) ?? 0) + by;
    if (count > 0) open.set(key, count);
    else open.delete(key);
  }

  return {
    serve(protocol, isServed) {
      if (isServed) served.add(protocol);
      else served.delete(protocol);
    },
    take(protocol, peer) {
      if (!served.has(protocol)) return "NETWORK_UNSUPPORTED";
      const key = keyOf(protocol, peer);
      if ((open.get(key) ?? 0) >= streamsPerProtocol) return "NETWORK_BUSY";
      change(key, 1);
      return "taken";
    },
    give: (protocol, peer) => change(keyOf(protocol, peer), -1),
  };
}
