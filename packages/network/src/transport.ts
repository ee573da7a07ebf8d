import type { Did } from "@icn-mesh/core";
import type { ConnectResult, PeerFailure } from "./network-results.ts";
import type { Address, MessageVerdict, Topic, TopicMessage } from "./network-service.ts";
import type { PeerOffence } from "./peers/standing.ts";

/** Ordered bytes both ways with one peer. Nothing throws; what comes after the end does nothing. */
export interface ByteStream {
  readonly peer: Did;
  /** Takes the bytes, to which nobody writes afterwards; false when the next ones should wait for `drained`. */
  write(bytes: Uint8Array): boolean;
  /** Resolves when there is room again, or the stream is over. */
  drained(): Promise<void>;
  /** Nothing more comes from here; what was written before still arrives. */
  end(): void;
  abort(): void;
  /** Asks for no more bytes for now; some may still come. */
  pause(): void;
  resume(): void;
  /** Hands what arrives to the reader; called once, and until then it waits. */
  read(reader: ByteReader): void;
}

/** Who is told what arrives on a stream. */
export interface ByteReader {
  data(bytes: Uint8Array): void;
  /** The peer ended its side. */
  ended(): void;
  /** The stream is over in both directions; called once, last. */
  closed(isClean: boolean): void;
}

/** One open connection. */
export interface Connection {
  readonly peer: Did;
  readonly address: Address;
  readonly direction: "inbound" | "outbound";
}

/** A stream for which the protocol was agreed, or why there is none. */
export type StreamResult =
  | { readonly ok: true; readonly stream: ByteStream }
  | { readonly ok: false; readonly code: PeerFailure };

/** What a transport tells the service that owns it. */
export interface TransportOwner {
  /** Whether to have anything to do with a peer. */
  admits(peer: Did): boolean;
  connected(peer: Did): void;
  disconnected(peer: Did): void;
  topicPeersChanged(topic: Topic): void;
  addressesChanged(): void;
  /** The score of a peer may have fallen. */
  scored(peer: Did): void;
  /** A peer did what no honest peer does. */
  offended(peer: Did, offence: PeerOffence): void;
  /** A message that is no duplicate; it is passed on, or not, when `settle` is called, which is once. */
  received(message: TopicMessage, settle: (verdict: MessageVerdict) => void): void;
  /** A peer opened a stream of a protocol that is served. */
  opened(protocol: string, stream: ByteStream): void;
}

/** What differs between memory and libp2p: connections, streams and the spreading of messages. */
export interface Transport {
  readonly self: Did;
  /** If it fails, it leaves nothing behind. */
  start(owner: TransportOwner): Promise<void>;
  stop(): Promise<void>;
  addresses(): readonly Address[];
  connections(): readonly Connection[];
  /** Connects unless it is connected; the signal carries the deadline. It rejects only with the reason of the signal. */
  dial(target: Address | Did, signal: AbortSignal): Promise<ConnectResult>;
  disconnect(peer: Did): Promise<void>;
  /** The same at once, whatever is under way. */
  drop(peer: Did): void;
  learn(peer: Did, addresses: readonly Address[]): void;
  /** As `dial`, to a connected peer or one whose addresses are known. */
  openStream(peer: Did, protocol: string, signal: AbortSignal): Promise<StreamResult>;
  /** Takes streams of a protocol, or refuses them from now on. */
  serve(protocol: string, isServed: boolean): void;
  /** Lets a topic be joined, or no longer; called before the start for those that are known then. */
  allow(topic: Topic, isAllowed: boolean): void;
  join(topic: Topic): void;
  leave(topic: Topic): void;
  /** To how many neighbours it went; undefined for a duplicate. */
  publish(topic: Topic, bytes: Uint8Array): Promise<number | undefined>;
  topicPeers(topic: Topic): readonly Did[];
  /** Those of our topics that the neighbour takes part in. */
  topicsOf(peer: Did): readonly Topic[];
  score(peer: Did): number;
}
