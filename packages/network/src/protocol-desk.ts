import type { Clock, Did, Logger } from "@icn-mesh/core";
import { NetworkError } from "./errors.ts";
import { type NetworkLimits, requestsAtOnce } from "./network-limits.ts";
import type { NetworkMetrics } from "./network-metrics.ts";
import type { RequestHandler, StreamHandler } from "./network-service.ts";
import type { PeerOffence } from "./peers/standing.ts";
import { assertProtocol, maxBytesOf, type Protocol } from "./protocol.ts";
import type { Deadlines } from "./requests/deadlines.ts";
import { createPeerLoad } from "./requests/peer-load.ts";
import { serveRequests } from "./requests/serve-requests.ts";
import { createFramedStream } from "./streams/framed-stream.ts";
import type { ByteStream, Transport } from "./transport.ts";

/** Takes the streams that peers open, each to the handler of its protocol. */
export interface ProtocolDesk {
  handle(protocol: Protocol, handler: RequestHandler): () => void;
  accept(protocol: Protocol, handler: StreamHandler): () => void;
  opened(protocol: string, stream: ByteStream): void;
  /** Serves what has a handler, when the transport has started. */
  serveAll(): void;
}

/** What a desk is made of. */
export interface ProtocolDeskComponents {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly limits: NetworkLimits;
  readonly logger: Logger;
  readonly metrics: NetworkMetrics;
  readonly isRunning: () => boolean;
  readonly onOffence: (peer: Did, offence: PeerOffence) => void;
}

/** A desk without handlers. */
export function createProtocolDesk(components: ProtocolDeskComponents): ProtocolDesk {
  const { transport, logger, metrics, isRunning, onOffence } = components;
  const takers = new Map<string, (stream: ByteStream) => void>();

  function register(protocol: Protocol, take: (stream: ByteStream) => void): () => void {
    const { name } = protocol;
    assertProtocol(protocol);
    if (takers.has(name)) {
      const failure = { code: "NETWORK_PROTOCOL_TAKEN", protocol: name } as const;
      throw new NetworkError(`there is a handler of ${name} already`, failure);
    }
    takers.set(name, take);
    if (isRunning()) transport.serve(name, true);
    return () => {
      if (takers.get(name) !== take) return;
      takers.delete(name);
      if (isRunning()) transport.serve(name, false);
    };
  }

  async function runStream(protocol: Protocol, handler: StreamHandler, stream: ByteStream): Promise<void> {
    const framed = createFramedStream({
      ...components,
      stream,
      protocol: protocol.name,
      maxBytes: maxBytesOf(protocol),
      onOffence: (offence) => onOffence(stream.peer, offence),
    });
    metrics.streamOpened(protocol.name, "theirs");
    try {
      await handler(framed);
    } catch (error) {
      logger.error("a stream handler failed", { protocol: protocol.name, error: String(error) });
      framed.abort();
    }
  }

  return {
    handle(protocol, handler) {
      const load = createPeerLoad(requestsAtOnce(components.limits, maxBytesOf(protocol)));
      return register(protocol, (stream) =>
        serveRequests({
          ...components,
          stream,
          protocol: protocol.name,
          maxBytes: maxBytesOf(protocol),
          handler,
          load,
          onOutcome: (outcome) => metrics.requestServed(protocol.name, outcome),
          onOffence: (offence) => onOffence(stream.peer, offence),
        }),
      );
    },
    accept: (protocol, handler) => register(protocol, (stream) => void runStream(protocol, handler, stream)),
    opened(protocol, stream) {
      const take = takers.get(protocol);
      if (take === undefined) stream.abort();
      else take(stream);
    },
    serveAll() {
      for (const name of takers.keys()) transport.serve(name, true);
    },
  };
}
