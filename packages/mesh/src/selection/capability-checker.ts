import type { Bid, NetworkId } from "@icn-mesh/core";

/**
 * Decides whether what a bid claims is true. It is asked only for what the bid does claim, with the time in
 * milliseconds since the epoch that memberships are held against; it answers at once and without effects.
 */
export interface CapabilityChecker {
  provesCapability(bid: Bid, capability: string, at: number): boolean;
  provesTrustScope(bid: Bid, trustScope: string, at: number): boolean;
  provesFederation(bid: Bid, federation: NetworkId, at: number): boolean;
}

/** Believes every claim: for tests and for simulations, never for a market of strangers. */
export function createPermissiveChecker(): CapabilityChecker {
  return {
    provesCapability: () => true,
    provesTrustScope: () => true,
    provesFederation: () => true,
  };
}
