import { DEFAULT_LIMITS, type Limits } from "../../src/limits.ts";
import type { Runner, RunOptions, RunResult, Work } from "../../src/runner.ts";
import { sampleWork } from "../../src/testing/runner-contract/sample-work.ts";
import { assemble } from "../assemble.ts";

/** What may differ from work without inputs under the limits that every job has. */
export interface ModuleTerms extends Partial<Omit<RunOptions, "limits">> {
  readonly limits?: Partial<Limits>;
  readonly work?: Partial<Work>;
}

/** Runs the module that a text describes. */
export function runModule(
  runner: Runner,
  text: string,
  { limits, work, ...options }: ModuleTerms = {},
): Promise<RunResult> {
  return runner.run(sampleWork("ccl-wasm", assemble(text), work), {
    ...options,
    limits: { ...DEFAULT_LIMITS, fuel: 50_000_000, ...limits },
  });
}

/** A module of a `run` that returns a number, over what is defined before it. */
export function returning(body: string, definitions = ""): string {
  return `(module ${definitions} (func (export "run") (result i64) ${body}))`;
}
