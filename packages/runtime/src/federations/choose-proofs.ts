import { type Embedded, type Job, memberRecord, type NetworkId } from "@icn-mesh/core";

/** True for a job that only those may run who prove something by a member record. */
export function asksForProof({ spec }: Pick<Job, "spec">): boolean {
  const { allowedFederations, requiredCapabilities, requiredTrustScope } = spec;
  return allowedFederations.length + requiredCapabilities.length > 0 || requiredTrustScope !== undefined;
}

/** As many as a bid is sent with. */
const MOST_PROOFS = 4;

/** Of all that an executor can prove, what a job asks about: the federation that it is in, and those that it allows. */
export function chooseProofs(
  proofs: readonly Embedded[],
  { net, spec }: Pick<Job, "net" | "spec">,
): readonly Embedded[] {
  const asked: ReadonlySet<NetworkId> = new Set([net, ...spec.allowedFederations]);
  const isAsked = ({ body }: Embedded): boolean => {
    const member = memberRecord.codec.decode(body);
    return member.ok && asked.has(member.value.net);
  };
  return proofs.filter(isAsked).slice(0, MOST_PROOFS);
}
