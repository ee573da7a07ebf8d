import type { JobSpec } from "@icn-mesh/core";
import { bookOf } from "../context/read-job.ts";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { findOutput } from "./find-output.ts";
import { MOST_OUTPUT_INPUTS, type OutputInput, outputInputs, RESULT } from "./job-inputs.ts";

/** Why an input that another job puts out can never be had. */
export type InputRefusal =
  | { readonly code: "RUNTIME_INPUT_FAILED"; readonly job: OutputInput["job"]; readonly output: string }
  | { readonly code: "RUNTIME_INVALID_SPEC"; readonly path: string; readonly message: string }
  | { readonly code: "RUNTIME_UNKNOWN_INPUT"; readonly job: OutputInput["job"]; readonly output: string };

/** What is wrong with the inputs that other jobs put out; of a job that has not ended, as far as its spec tells. */
export async function faultInInputs(
  parts: ManagerParts,
  manager: JobManager,
  spec: JobSpec,
): Promise<InputRefusal | undefined> {
  const inputs = outputInputs(spec);
  if (inputs.length > MOST_OUTPUT_INPUTS)
    return { code: "RUNTIME_INVALID_SPEC", path: "inputs", message: TOO_MANY };
  const faults = await Promise.all(inputs.map((input) => faultIn(parts, manager, input)));
  return faults.find((fault) => fault !== undefined);
}

const TOO_MANY = `at most ${MOST_OUTPUT_INPUTS} can be outputs of other jobs`;

async function faultIn(
  parts: ManagerParts,
  manager: JobManager,
  input: OutputInput,
): Promise<InputRefusal | undefined> {
  const book = await bookOf(parts, manager, input.job);
  const { outputs = [] } = book?.job.body.spec ?? {};
  if (book === undefined || !(input.output === RESULT || outputs.includes(input.output)))
    return { code: "RUNTIME_UNKNOWN_INPUT", ...input };
  const isMissing = (await findOutput(parts.storage, input)) === "missing";
  return isMissing ? { code: "RUNTIME_INPUT_FAILED", ...input } : undefined;
}
