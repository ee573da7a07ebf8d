import { type Constitution, constitutionRecord, type Did, type Signer, signRecord } from "@icn-mesh/core";
import type { KeyRing } from "@icn-mesh/core/testing";
import { type Federation, openFederation } from "@icn-mesh/economics";
import { sampleConstitution } from "@icn-mesh/economics/testing";
import { SimError } from "../errors.ts";
import type { FederationPlan } from "../plan/sim-plan.ts";

/** A federation on paper, and the keys of those who run it. */
export interface FoundedFederation {
  readonly federation: Federation;
  readonly charter: Signer;
  readonly guardKeys: readonly Signer[];
}

/** Whose federation it is, and what its members may rely on instead of the plan. */
export interface FoundingParts {
  readonly keys: KeyRing;
  readonly index: number;
  readonly changes: Partial<Constitution>;
}

/** Writes and signs the constitution that a plan describes. */
export async function foundFederation(
  plan: FederationPlan,
  { keys, index, changes }: FoundingParts,
): Promise<FoundedFederation> {
  const charter = keys.signer(`charter ${index}`);
  const guardKeys = Array.from({ length: plan.guards }, (_, guard) => keys.signer(`guard ${index}.${guard}`));
  const rules = rulesOf(
    plan,
    charter.did,
    guardKeys.map(({ did }) => did),
  );
  const signed = await signRecord(constitutionRecord, { ...rules, ...changes }, charter);
  const federation = openFederation(signed, keys.verifier);
  if (federation.quorum > plan.guards)
    throw new SimError("more votes are asked for than there are guards", {
      code: "SIM_BAD_PLAN",
      because: `a quorum of ${federation.quorum} among ${plan.guards} guards`,
    });
  return { federation, charter, guardKeys };
}

/** Epochs are long, so that what nobody asked for does not cover what goes wrong. */
function rulesOf(
  { quorum, contested, graceMs, marginMs }: FederationPlan,
  charter: Did,
  guards: readonly Did[],
): Constitution {
  return {
    ...sampleConstitution(charter, guards),
    units: [{ name: "mana", decimals: 0, split: [], burnBp: 0 }],
    quorum,
    contested,
    graceMs,
    marginMs,
  };
}
