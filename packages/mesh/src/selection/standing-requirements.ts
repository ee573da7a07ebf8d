import { type Did, managerOf } from "@icn-mesh/core";
import { knownUint, reputationIn } from "./executor-facts.ts";
import type { Requirement } from "./requirement.ts";

/** What a job asks of the account that runs it, by what is known of it rather than by what it says. */
export const STANDING_REQUIREMENTS: readonly Requirement<{ readonly by: Did }>[] = [
  {
    reason: "reputation-too-low",
    isMissed: (_, { job }, facts) => reputationIn(facts) < (job.spec.minExecutorReputation ?? 0),
  },
  {
    reason: "excluded",
    isMissed: (_, __, { excluded }) => excluded !== undefined && knownUint(excluded) !== 0,
  },
  {
    reason: "equivocated",
    isMissed: (_, __, { equivocated }) => equivocated !== undefined && knownUint(equivocated) !== 0,
  },
  {
    reason: "party-to-the-job",
    isMissed: ({ by }, { job }) =>
      job.verification.type === "quorum" && (by === job.by || by === managerOf(job)),
  },
  {
    reason: "not-a-member",
    isMissed: (_, { job }, { member }) => job.verification.type === "quorum" && knownUint(member) === 0,
  },
  {
    reason: "insolvent",
    isMissed: (_, { policy }, { solvent }) => policy.inputs.includes("solvent") && knownUint(solvent) === 0,
  },
];
