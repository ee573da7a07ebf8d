import type { Did } from "@icn-mesh/core";
import { type Guard, guardReplyCodec, guardRequestCodec, type Proof } from "@icn-mesh/economics";
import type { PeerLink } from "../network/peer-link.ts";
import { PROTOCOLS } from "../network/wire-names.ts";

/** What a node does about what others say of mana. */
export interface ManaService {
  /** Takes note of certificates that were shown; asked of every node. */
  readonly learn: (proof: Proof) => Promise<void>;
  /** The guard of this node, if it is one. */
  readonly guard?: Guard;
}

const NOTED = new Uint8Array(0);

/** Answers on the `mana` protocol: any node takes note of certificates, and a guard votes. */
export function serveMana(link: Pick<PeerLink, "handle">, { learn, guard }: ManaService): () => void {
  async function answer(bytes: Uint8Array, from: Did): Promise<Uint8Array | null> {
    const request = guardRequestCodec.decode(bytes);
    if (!request.ok) return null;
    const { ask, proofs } = request.value;
    if (ask.type === "learn") await Promise.all(proofs.map(learn));
    if (guard !== undefined) return guardReplyCodec.encode(await guard.ask(request.value, from));
    return ask.type === "learn" ? NOTED : null;
  }

  return link.handle(PROTOCOLS.mana, ({ bytes, peer }) => answer(bytes, peer));
}
