import { peerIdFromString } from "@libp2p/peer-id";
import type { Libp2p } from "libp2p";

/**
 * Keeps the address book of a node from growing with every stranger that ever connected: of more than `max` peers, the
 * one met longest ago is forgotten, unless it is connected.
 */
export function boundKnownPeers(node: Libp2p, max: number): void {
  const met = new Set<string>();
  node.addEventListener("peer:identify", ({ detail: { peerId } }) => {
    const name = peerId.toString();
    met.delete(name);
    met.add(name);
    if (met.size > max) forgetOldest();
  });

  function forgetOldest(): void {
    const connected = new Set(node.getPeers().map(String));
    for (const name of met) {
      if (connected.has(name)) continue;
      met.delete(name);
      node.peerStore.delete(peerIdFromString(name)).catch(() => undefined);
      return;
    }
  }
}
