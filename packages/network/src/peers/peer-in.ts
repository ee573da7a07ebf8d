import { type Did, didFromPeerId, isDid } from "@icn-mesh/core";
import type { Address } from "../network-service.ts";

/** Whom a target names: itself, or the last peer id of the address; undefined where it names nobody we can know. */
export function peerIn(target: Address | Did): Did | undefined {
  if (isDid(target)) return target;
  const [, peerId] = /\/p2p\/(12D3KooW[1-9A-HJ-NP-Za-km-z]{44})$/.exec(target) ?? [];
  return peerId === undefined ? undefined : didFromPeerId(peerId);
}
