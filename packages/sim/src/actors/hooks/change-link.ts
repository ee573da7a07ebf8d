import type { Did } from "@icn-mesh/core";
import type { PublishResult, RequestResult } from "@icn-mesh/network";
import type { PeerLink } from "@icn-mesh/runtime";
import type { NodeParts } from "../../world/node-parts.ts";

/** A question that an honest node would ask now. */
export interface Asked {
  readonly peer: Did;
  /** Which stream it goes by, in one word, `bid`. */
  readonly kind: string;
  readonly bytes: Uint8Array;
  /** Asks with these bytes, or of this peer, instead. */
  send(bytes?: Uint8Array, peer?: Did): Promise<RequestResult>;
}

/** A question of a peer that an honest node would answer now. */
export interface Heard {
  readonly peer: Did;
  readonly kind: string;
  readonly bytes: Uint8Array;
  /** The honest answer. */
  answer(): Promise<Uint8Array | null>;
}

/** A message to everybody that an honest node would publish now. */
export interface Published {
  readonly kind: string;
  readonly bytes: Uint8Array;
  /** Publishes these bytes instead. */
  publish(bytes?: Uint8Array): Promise<PublishResult>;
}

/** What is done differently on a link; what is left out is done as an honest node does it. */
export interface LinkChange {
  ask?(asked: Asked): Promise<RequestResult>;
  answer?(heard: Heard): Promise<Uint8Array | null>;
  publish?(published: Published): Promise<PublishResult>;
}

/** A node that says or answers something else than an honest one. What it says to guards is not changed by it. */
export function changeLink(parts: NodeParts, { ask, answer, publish }: LinkChange): NodeParts {
  const { link } = parts.components;
  const changed: PeerLink = {
    ...link,
    peers: () => link.peers(),
    ...(ask && {
      request: (to, protocol, ...[sent, options]) =>
        ask({
          peer: to,
          kind: kindOf(protocol.name),
          bytes: sent,
          send: (bytes = sent, peer = to) => link.request(peer, protocol, bytes, options),
        }),
    }),
    ...(answer && {
      handle: (protocol, handler) =>
        link.handle(protocol, (request) =>
          answer({
            peer: request.peer,
            kind: kindOf(protocol.name),
            bytes: request.bytes,
            answer: async () => handler(request),
          }),
        ),
    }),
    ...(publish && {
      publish: (topic, sent) =>
        publish({
          kind: topic.split("/").at(-1) ?? "",
          bytes: sent,
          publish: (bytes = sent) => link.publish(topic, bytes),
        }),
    }),
  };
  return { ...parts, components: { ...parts.components, link: changed } };
}

/** `/icn-mesh/<network>/bid/1` is of the kind `bid`. */
function kindOf(protocol: string): string {
  return protocol.split("/").at(-2) ?? "";
}
