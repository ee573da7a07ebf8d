import {
  type Cid,
  claimOf,
  createBoundedMap,
  type Embedded,
  type Member,
  memberRecord,
  type NetworkId,
  readRecord,
  type Verifier,
} from "@icn-mesh/core";
import type { Federation } from "@icn-mesh/economics";
import { type CapabilityChecker, createMembershipChecker } from "@icn-mesh/mesh";

/** What bidders have proved of their memberships, in any federation whose charter is known here. */
export interface MembershipRegistry {
  /** Takes note of records. What no known charter has signed changes nothing. */
  hear(records: readonly Embedded[]): void;
  /** Believes what was heard and nothing else. */
  readonly checker: CapabilityChecker;
}

/** Whose word counts. */
export interface MembershipRegistryComponents {
  readonly verifier: Verifier;
  /** The federations whose charters count now. */
  readonly federations: () => readonly Federation[];
}

const MOST_KNOWN = 16_384;

/** Nothing is known yet. A record is verified once. */
export function createMembershipRegistry(components: MembershipRegistryComponents): MembershipRegistry {
  const { verifier, federations } = components;
  const known = createBoundedMap<Cid, Member>({ max: MOST_KNOWN, whenFull: "evict-oldest" });

  function isCharterKey(key: Member["by"], net: NetworkId): boolean {
    return federations().some((federation) => federation.net === net && federation.isCharter(key));
  }

  return {
    hear(records) {
      for (const { body, sig } of records) {
        const read = readRecord(memberRecord, body, sig);
        if (!read.ok || known.get(read.value.cid) !== undefined) continue;
        const { value } = read;
        if (isCharterKey(value.body.by, value.body.net) && verifier.verify(claimOf(value)))
          known.set(value.cid, value.body);
      }
    },
    checker: createMembershipChecker({ memberOf: (cid) => known.get(cid), isCharterKey }),
  };
}
