import type { Metrics } from "@icn-mesh/core";

const counter = { add: () => undefined };
const gauge = { add: () => undefined, set: () => undefined };
const histogram = { observe: () => undefined };

/** Metrics that nobody reads. */
export const noMetrics: Metrics = {
  counter: () => counter,
  gauge: () => gauge,
  histogram: () => histogram,
};
