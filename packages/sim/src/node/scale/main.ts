import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measureScale, type ScalePoint } from "../../scale/measure-scale.ts";
import { printScale } from "../../scale/print-scale.ts";
import { scaleChart } from "../../scale/scale-chart.ts";

// `pnpm sim:scale --nodes 10,100,1000 [--jobs 10] [--svg FILE]` plays calm worlds of these sizes, and prints and draws
// what a job costs each of them.
const { values } = parseArgs({
  options: {
    jobs: { type: "string", default: "10" },
    nodes: { type: "string", default: "10,100,1000" },
    svg: { type: "string" },
  },
});

const points: ScalePoint[] = [];
for (const nodes of values.nodes.split(",").map(Number)) {
  const began = performance.now();
  points.push(await measureScale({ nodes, jobs: Number(values.jobs) }));
  const seconds = (performance.now() - began) / 1000;
  const megabytes = process.memoryUsage().rss / 1e6;
  process.stderr.write(`${nodes} nodes: ${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB\n`);
}
process.stdout.write(`${printScale(points)}\n`);
if (values.svg !== undefined) writeFileSync(values.svg, scaleChart(points));
