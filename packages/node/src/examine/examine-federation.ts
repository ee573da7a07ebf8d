import { constitutionRecord, memberRecord } from "@icn-mesh/core";
import { type Federation, openFederation } from "@icn-mesh/economics";
import type { Identity } from "../compose/open-identity.ts";
import type { NodeConfig } from "../config/node-config.ts";
import { codeOf } from "../data/code-of.ts";
import type { DataDirectory } from "../data/data-directory.ts";
import { NodeError } from "../errors.ts";
import { lettersIn } from "../federation/letters.ts";
import { readRecordFile } from "../federation/record-file.ts";
import { type Diagnosis, fault, warning, well } from "./diagnosis.ts";

/** A federation that was looked at, where there is one that can be lived by. */
export interface ExaminedFederation {
  readonly federation: Federation | undefined;
  readonly diagnoses: readonly Diagnosis[];
}

/** Looks at the constitution, the membership and the letters of a node. */
export async function examineFederation(
  data: DataDirectory,
  config: NodeConfig["federation"],
  { verifier, signer }: Identity,
): Promise<ExaminedFederation> {
  const path = config.constitution ?? data.at("constitution");
  try {
    const genesis = await readRecordFile(constitutionRecord, path);
    if (genesis === undefined)
      throw new NodeError(`${path} does not hold the constitution of a federation`, {
        code: "NODE_BAD_CONSTITUTION",
        path,
      });
    const federation = openFederation(genesis, verifier);
    const role = federation.isGuard(signer.did) ? "guards it" : "is not one of its guards";
    const diagnoses = [well("federation", `${federation.net}; this node ${role}`)];
    return { federation, diagnoses: [...diagnoses, await membership(data, config), await letters(data)] };
  } catch (error) {
    const isNew = config.constitution === undefined && codeOf(error) === "ENOENT";
    const fix = "name its constitution by federation.constitution, or start it to found one of its own";
    const diagnosis = isNew ? warning("federation", "none yet", fix) : fault("federation", error);
    return { federation: undefined, diagnoses: [diagnosis] };
  }
}

async function membership(data: DataDirectory, config: NodeConfig["federation"]): Promise<Diagnosis> {
  const path = config.membership ?? data.at("membership");
  try {
    if ((await readRecordFile(memberRecord, path)) !== undefined) return well("membership", path);
    throw new NodeError(`${path} does not hold a membership`, { code: "NODE_BAD_MEMBERSHIP", path });
  } catch (error) {
    if (config.membership !== undefined || codeOf(error) !== "ENOENT") return fault("membership", error);
    return well("membership", "none, so that nothing regenerates");
  }
}

async function letters(data: DataDirectory): Promise<Diagnosis> {
  try {
    const found = await lettersIn(data.at("letters"));
    return well("letters", `${found.length} deposits of the charter`);
  } catch (error) {
    return fault("letters", error);
  }
}
