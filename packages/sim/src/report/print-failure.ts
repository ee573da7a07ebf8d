import type { SimReport } from "../run-plan.ts";
import { mermaidChart } from "./mermaid-chart.ts";

/** A run that broke a promise, and how to see it again. */
export interface Failure {
  /** The smallest run known that breaks the same promise. */
  readonly report: SimReport;
  /** The command that plays the world in which it was seen first. */
  readonly command: string;
  /** Where the plan of the small run is. */
  readonly file: string;
  /** How many smaller plans were tried. */
  readonly tried: number;
  /** False where the same seed has come to another run the second time. */
  readonly isDeterministic: boolean;
}

const MOST_VIOLATIONS = 5;

/** A failure for people to read: what broke, how to play it again, the small plan, and its last events as a chart. */
export function printFailure({ report, command, file, tried, isDeterministic }: Failure): string {
  const { plan, violations, tail } = report;
  return [
    ...violations
      .slice(0, MOST_VIOLATIONS)
      .map(({ invariant, at, detail }) => `${invariant} at ${at} ms: ${detail}`),
    ...(isDeterministic ? [] : ["I-36: the same seed came to another run the second time"]),
    `play it again: ${command}`,
    `smaller, after ${tried} tries: pnpm sim --plan ${file}`,
    `  ${plan.nodes.length} nodes, ${plan.jobs.length} jobs, ${plan.faults.length} faults`,
    JSON.stringify(plan),
    "```mermaid",
    mermaidChart(tail),
    "```",
  ].join("\n");
}
