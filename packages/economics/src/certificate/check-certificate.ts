import type { Certificate, Did, SignatureClaim, Verifier } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import { claimOfBallot } from "./vote-claim.ts";

/**
 * Whether a certificate is money in this federation: a quorum of distinct guards, sorted, all for one ballot of this
 * slot and this outcome. It asks nobody, and verifies each vote once.
 */
export function checkCertificate(
  federation: Federation,
  certificate: Certificate,
  verifier: Verifier,
): Ruling<Certificate> {
  const claims = claimsOfCertificate(federation, certificate);
  if (!claims.ok) return claims;
  const forged = claims.value.find((claim) => !verifier.verify(claim));
  return forged === undefined
    ? granted(certificate)
    : refused({ code: "ECONOMICS_BAD_SIGNATURE", by: forged.by });
}

/** The form of a certificate, and the signatures that are left to verify, by whoever verifies many at a time. */
export function claimsOfCertificate(
  federation: Federation,
  certificate: Certificate,
): Ruling<readonly SignatureClaim[]> {
  const fault = faultIn(federation, certificate);
  if (fault !== undefined) return refused(fault);
  const { slot, outcome, votes } = certificate;
  return granted(votes.map((vote) => claimOfBallot(federation, { slot, outcome, vote })));
}

function faultIn(federation: Federation, certificate: Certificate): ManaRefusal | undefined {
  const { net, epoch, votes, slot, outcome } = certificate;
  if (net !== federation.net) return { code: "ECONOMICS_FOREIGN", what: "network" };
  if (epoch !== federation.constitution.epoch) return { code: "ECONOMICS_FOREIGN", what: "epoch" };
  if (typeof outcome !== "string" && outcome.slot !== slot) return { code: "ECONOMICS_STALE", slot };
  const guards = votes.map(({ by }) => by);
  if (!isAscending(guards)) return { code: "ECONOMICS_VOTES_UNSORTED" };
  const stranger = guards.find((guard) => !federation.isGuard(guard));
  if (stranger !== undefined) return { code: "ECONOMICS_NOT_A_GUARD", guard: stranger };
  const [first] = votes;
  const isOneBallot = votes.every(({ ballot }) => ballot === first?.ballot);
  return isOneBallot && votes.length >= federation.quorum
    ? undefined
    : { code: "ECONOMICS_NO_QUORUM", votes: votes.length };
}

/** Each after the one before, so none is there twice. */
function isAscending(guards: readonly Did[]): boolean {
  return guards.every((guard, index) => index === 0 || (guards[index - 1] as Did) < guard);
}
