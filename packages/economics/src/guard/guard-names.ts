import type { Cid, JobId, NetworkId } from "@icn-mesh/core";

/** The refs of one guard in one federation. A store may serve several federations. */
export interface GuardNames {
  readonly votes: string;
  readonly certificates: string;
  readonly frauds: string;
  vote(slot: string, ballot: number): string;
  promise(slot: string): string;
  certificate(slot: string): string;
  shown(assignment: Cid): string;
  commit(assignment: Cid): string;
  reveal(job: JobId): string;
  outvoted(assignment: Cid): string;
  appeal(assignment: Cid): string;
  fraud(slot: string): string;
}

/** Names that begin with the federation's id, so that no slot of one is taken for that of another. */
export function guardNames(net: NetworkId): GuardNames {
  const at = (kind: string) => `mana/${net}/${kind}/`;
  return {
    votes: at("vote"),
    certificates: at("cert"),
    frauds: at("fraud"),
    vote: (slot, ballot) => (ballot === 0 ? `${at("vote")}${slot}` : `${at("vote")}${slot} @${ballot}`),
    promise: (slot) => `${at("promise")}${slot}`,
    certificate: (slot) => `${at("cert")}${slot}`,
    shown: (assignment) => `${at("shown")}${assignment}`,
    commit: (assignment) => `${at("commit")}${assignment}`,
    reveal: (job) => `${at("reveal")}${job}`,
    outvoted: (assignment) => `${at("outvoted")}${assignment}`,
    appeal: (assignment) => `${at("appeal")}${assignment}`,
    fraud: (slot) => `${at("fraud")}${slot}`,
  };
}
