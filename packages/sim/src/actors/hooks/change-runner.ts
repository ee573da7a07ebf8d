import type { WorkRunner } from "@icn-mesh/runtime";
import type { RunOptions, RunResult, Work } from "@icn-mesh/sandbox";
import type { NodeParts } from "../../world/node-parts.ts";

/** What becomes of work instead; `run` does it as an honest node would. */
export type RunnerChange = (
  work: Work,
  options: RunOptions,
  run: () => Promise<RunResult>,
) => Promise<RunResult>;

/** A node that does other work than it was given, or none. One that runs no jobs stays as it is. */
export function changeRunner(parts: NodeParts, change: RunnerChange): NodeParts {
  const { runner } = parts.components;
  if (runner === undefined) return parts;
  const changed: WorkRunner = {
    ...runner,
    run: (work, options) => change(work, options, () => runner.run(work, options)),
  };
  return { ...parts, components: { ...parts.components, runner: changed } };
}
