import { type Clock, createBoundedMap, type Did, type Rng } from "@icn-mesh/core";
import type { PeerFailure, RequestResult } from "../network-results.ts";
import type { NetworkService } from "../network-service.ts";
import type { Protocol } from "../protocol.ts";
import type { RequestOptions } from "../wait-options.ts";
import { type CircuitBreaker, type CircuitBreakerOptions, createCircuitBreaker } from "./circuit-breaker.ts";
import { type RetryOptions, retry } from "./retry.ts";

/** As `request`, for requests that may be carried out more than once; and peers that keep failing are left alone. */
export interface ResilientRequests {
  request(
    peer: Did,
    protocol: Protocol,
    bytes: Uint8Array,
    options?: RequestOptions,
  ): Promise<RequestResult | CircuitOpen>;
}

/** The peer failed several times in a row lately and was not asked. */
export interface CircuitOpen {
  readonly ok: false;
  readonly code: "NETWORK_CIRCUIT_OPEN";
}

/** What it runs on. */
export interface ResilientRequestsComponents {
  readonly network: Pick<NetworkService, "request">;
  readonly clock: Clock;
  readonly rng: Rng;
}

/** How patient it is. */
export interface ResilientRequestsOptions
  extends CircuitBreakerOptions,
    Pick<RetryOptions<PeerFailure>, "attempts" | "firstMs" | "maxMs"> {}

const MAX_BREAKERS = 1_024;
const TRANSIENT: ReadonlySet<string> = new Set<PeerFailure>([
  "NETWORK_UNREACHABLE",
  "NETWORK_BUSY",
  "NETWORK_DISCONNECTED",
  "NETWORK_TIMEOUT",
]);

/** Retries what may pass, and keeps a breaker for each peer: one that is gone does not stop the others. */
export function createResilientRequests(
  { network, clock, rng }: ResilientRequestsComponents,
  options: ResilientRequestsOptions = {},
): ResilientRequests {
  const breakers = createBoundedMap<Did, CircuitBreaker>({ max: MAX_BREAKERS, whenFull: "evict-least-used" });

  function breakerOf(peer: Did): CircuitBreaker {
    const breaker = breakers.get(peer) ?? createCircuitBreaker(clock, options);
    breakers.set(peer, breaker);
    return breaker;
  }

  return {
    async request(peer, protocol, ...[bytes, requestOptions = {}]) {
      const { signal } = requestOptions;
      const breaker = breakerOf(peer);
      const attempt = async (): Promise<RequestResult | CircuitOpen> => {
        if (!breaker.tryEnter()) return { ok: false, code: "NETWORK_CIRCUIT_OPEN" };
        let isGood = true; // a wait that the caller gave up says nothing about the peer
        try {
          const result = await network.request(peer, protocol, bytes, requestOptions);
          isGood = result.ok || !TRANSIENT.has(result.code);
          return result;
        } finally {
          breaker.leave(isGood);
        }
      };
      return retry<{ readonly bytes: Uint8Array }, PeerFailure | CircuitOpen["code"]>(attempt, {
        ...options,
        clock,
        rng,
        isTransient: (code) => TRANSIENT.has(code),
        ...(signal && { signal }),
      });
    },
  };
}
