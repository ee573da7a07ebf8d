import type { Bid, Cid, Did, Member, NetworkId } from "@icn-mesh/core";
import type { CapabilityChecker } from "./capability-checker.ts";

/** Where memberships come from, and who may grant them. */
export interface MembershipCheckerComponents {
  /** The body of a member record whose signature was verified; undefined for one that is not here. */
  readonly memberOf: (cid: Cid) => Member | undefined;
  /** True if this key speaks for the charter of that federation. */
  readonly isCharterKey: (key: Did, federation: NetworkId) => boolean;
}

/** Believes the memberships that a bid links to, and nothing that an executor says of itself. */
export function createMembershipChecker(components: MembershipCheckerComponents): CapabilityChecker {
  const { memberOf, isCharterKey } = components;

  function isMembership(member: Member, bid: Bid, at: number): boolean {
    return member.account === bid.by && at <= member.notAfter && isCharterKey(member.by, member.net);
  }

  function proves(bid: Bid, at: number, says: (member: Member) => boolean): boolean {
    return bid.membership.some((cid) => {
      const member = memberOf(cid);
      return member !== undefined && says(member) && isMembership(member, bid, at);
    });
  }

  return {
    provesCapability: (bid, capability, at) =>
      proves(bid, at, (member) => member.net === bid.net && member.capabilities.includes(capability)),
    provesTrustScope: (bid, trustScope, at) =>
      proves(bid, at, (member) => member.net === bid.net && member.scopes.includes(trustScope)),
    provesFederation: (bid, federation, at) => proves(bid, at, (member) => member.net === federation),
  };
}
