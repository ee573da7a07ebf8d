import { type Did, didFromPeerId, peerIdFromDid } from "@icn-mesh/core";
import type { PeerId } from "@libp2p/interface";
import { peerIdFromString } from "@libp2p/peer-id";

/** A connection has one PeerId for all that comes on it, and to print it anew takes 7 µs. */
const known = new WeakMap<PeerId, Did>();

/** The DID of the same key; undefined where the key is not an Ed25519 one. */
export function didOf(peer: PeerId): Did | undefined {
  if (peer.type !== "Ed25519") return undefined;
  const did = known.get(peer) ?? didFromPeerId(peer.toString());
  known.set(peer, did);
  return did;
}

/** The PeerId of the same key. */
export function peerIdOf(did: Did): PeerId {
  return peerIdFromString(peerIdFromDid(did));
}
