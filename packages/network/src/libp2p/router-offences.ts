import type { PeerId } from "@libp2p/interface";
import type { GossipRouter } from "./gossip-router.ts";

/** A frame of gossip as the router reads it. */
interface Frame {
  subarray(): Uint8Array;
}

/**
 * Tells of peers whose frames are too long, or are no gossip. The router writes that to its log, drops the frame or the
 * stream, and thinks no worse of the peer: bytes that nobody honest sends would cost nothing.
 */
export function onBrokenGossip(router: GossipRouter, listener: (peer: PeerId) => void): void {
  const senders = new WeakMap<Uint8Array, PeerId>();
  const decode = router.decodeRpc.bind(router);
  const read = router.pipePeerReadStream.bind(router);
  const end = router.handlePeerReadStreamError.bind(router);

  /** The router decodes what it is given without saying whose it is, so the bytes themselves have to. */
  async function* signed(peer: PeerId, frames: AsyncIterable<Frame>): AsyncGenerator<Frame, void, undefined> {
    for await (const frame of frames) {
      yield {
        subarray() {
          const bytes = frame.subarray();
          senders.set(bytes, peer);
          return bytes;
        },
      };
    }
  }

  Object.assign(router, {
    pipePeerReadStream: (peer: PeerId, frames: AsyncIterable<Frame>) => read(peer, signed(peer, frames)),
    decodeRpc(bytes: Uint8Array) {
      try {
        return decode(bytes);
      } catch (error) {
        const peer = senders.get(bytes);
        if (peer !== undefined) listener(peer);
        throw error;
      }
    },
    handlePeerReadStreamError(error: unknown, peer: PeerId) {
      if (error instanceof Error && BROKEN.has(error.name)) listener(peer);
      end(error, peer);
    },
  });
}

/** What the reader of frames throws for a length that is too great, or is none. */
const BROKEN: ReadonlySet<string> = new Set([
  "InvalidDataLengthError",
  "InvalidDataLengthLengthError",
  "InvalidMessageLengthError",
]);
