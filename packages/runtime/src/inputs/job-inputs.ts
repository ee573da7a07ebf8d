import { type Assignment, type Cid, cidSchema, type JobInput, type JobSpec } from "@icn-mesh/core";
import * as z from "zod";

/** An output of another job, as a spec names it. */
export type OutputInput = Exclude<JobInput, Cid>;

/** Under this name the result of a job is meant, unless it has an output that is called so. */
export const RESULT = "result";
/** As many as an assignment has room for. */
export const MOST_OUTPUT_INPUTS = 16;

const FIELD = "inputs";
const cids = z.array(cidSchema).max(MOST_OUTPUT_INPUTS);

/** The inputs of a job that other jobs put out. */
export function outputInputs({ inputs }: Pick<JobSpec, "inputs">): readonly OutputInput[] {
  return inputs.filter((input) => typeof input !== "string");
}

/** What an assignment says about them: which blocks they are, in their order. */
export function namingInputs(found: readonly Cid[]): Pick<Assignment, "ext"> {
  return found.length === 0 ? {} : { ext: { [FIELD]: [...found] } };
}

/** All inputs of a job as blocks; undefined where the assignment does not say which one each of them is. */
export function inputCids(
  spec: Pick<JobSpec, "inputs">,
  { ext }: Pick<Assignment, "ext">,
): readonly Cid[] | undefined {
  const read = cids.safeParse(ext?.[FIELD] ?? []);
  const found = read.data ?? [];
  if (found.length !== outputInputs(spec).length) return undefined;
  const named = found.values();
  return spec.inputs.flatMap((input) => (typeof input === "string" ? input : (named.next().value ?? [])));
}
