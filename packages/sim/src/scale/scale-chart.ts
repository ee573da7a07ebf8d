import type { ScalePoint } from "./measure-scale.ts";

interface Series {
  readonly title: string;
  readonly of: (point: ScalePoint) => number;
}

const SERIES: readonly Series[] = [
  { title: "messages per job", of: ({ perJob }) => perJob.messages },
  { title: "bytes per job", of: ({ perJob }) => perJob.bytes },
  { title: "ms until a job is paid, median", of: ({ settledMs }) => settledMs.median },
  { title: "bytes per node and idle minute", of: ({ upkeep }) => upkeep.bytes },
];

const PANEL = { width: 240, height: 170, left: 40, right: 32, top: 34, bottom: 30 } as const;

/** What jobs cost as the network grows, as an SVG: a panel for each measure, over the nodes on a logarithmic scale. */
export function scaleChart(points: readonly ScalePoint[]): string {
  const sorted = points.toSorted((one, other) => one.nodes - other.nodes);
  const width = PANEL.width * SERIES.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${PANEL.height}" font-family="sans-serif" font-size="10">`,
    "<title>What a job costs as the network grows</title>",
    `<rect width="${width}" height="${PANEL.height}" fill="white"/>`,
    ...SERIES.map((series, index) => panel(series, sorted, index * PANEL.width)),
    "</svg>",
    "",
  ].join("\n");
}

function panel({ title, of }: Series, points: readonly ScalePoint[], x: number): string {
  const most = Math.max(1, ...points.map(of));
  const across = scale(points.map(({ nodes }) => Math.log(nodes)));
  const marks = points.map((point) => {
    const left = x + PANEL.left + across(Math.log(point.nodes)) * (PANEL.width - PANEL.left - PANEL.right);
    const top = PANEL.top + (1 - of(point) / most) * (PANEL.height - PANEL.top - PANEL.bottom);
    return { left: left.toFixed(1), top: top.toFixed(1), point };
  });
  return [
    `<text x="${x + PANEL.width / 2}" y="14" text-anchor="middle">${title}</text>`,
    `<polyline fill="none" stroke="#2266aa" points="${marks.map(({ left, top }) => `${left},${top}`).join(" ")}"/>`,
    ...marks.flatMap(({ left, top, point }) => [
      `<circle cx="${left}" cy="${top}" r="2.5" fill="#2266aa"/>`,
      `<text x="${left}" y="${Number(top) - 6}" text-anchor="middle">${shortNumber(of(point))}</text>`,
      `<text x="${left}" y="${PANEL.height - 10}" text-anchor="middle">${shortNumber(point.nodes)}</text>`,
    ]),
  ].join("\n");
}

/** Where a value lies between the least and the most of them, from 0 to 1. */
function scale(values: readonly number[]): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return (value) => (most === least ? 0.5 : (value - least) / (most - least));
}

/** 1234567 as 1.2M. */
function shortNumber(value: number): string {
  if (value < 1_000) return `${Math.round(value)}`;
  const [whole, unit] = value < 1_000_000 ? [value / 1_000, "k"] : [value / 1_000_000, "M"];
  return `${whole.toFixed(whole < 10 ? 1 : 0).replace(".0", "")}${unit}`;
}
