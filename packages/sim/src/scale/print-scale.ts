import type { ScalePoint } from "./measure-scale.ts";

const HEAD = [
  "| nodes | messages per job | bytes per job | ms until paid, median / longest | messages, bytes per node and idle minute |",
  "|---|---|---|---|---|",
];

/** The points as a table of Markdown. */
export function printScale(points: readonly ScalePoint[]): string {
  const rows = points.map(
    ({ nodes, perJob, settledMs, upkeep }) =>
      `| ${nodes} | ${Math.round(perJob.messages)} | ${Math.round(perJob.bytes)} | ` +
      `${settledMs.median} / ${settledMs.longest} | ${Math.round(upkeep.messages)}, ${Math.round(upkeep.bytes)} |`,
  );
  return [...HEAD, ...rows].join("\n");
}
