/** The line that comes closest to some points. */
export interface Line {
  readonly slope: number;
  readonly start: number;
  /** Which part of the differences between the points the line explains: R². */
  readonly explained: number;
}

/** The line of least squares. */
export function fitLine(points: readonly (readonly [number, number])[]): Line {
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = sum(points.map(([x]) => (x - meanX) ** 2));
  const slope = sum(points.map(([x, y]) => (x - meanX) * (y - meanY))) / spread;
  const start = meanY - slope * meanX;
  const left = sum(points.map(([x, y]) => (y - start - slope * x) ** 2));
  const all = sum(points.map(([, y]) => (y - meanY) ** 2));
  return { slope, start, explained: 1 - left / all };
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
