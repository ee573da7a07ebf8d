/** The names of all series in metrics as Prometheus reads them: of a histogram those that a query may ask for. */
export function seriesIn(metrics: string): ReadonlySet<string> {
  const types = [...metrics.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(types.flatMap(([, name = "", type]) => (type === "histogram" ? partsOf(name) : [name])));
}

function partsOf(name: string): readonly string[] {
  return ["bucket", "count", "sum"].map((part) => `${name}_${part}`);
}

/** The names of the metrics of a node that texts with queries in them ask for. */
export function metricsAskedFor(queries: string): readonly string[] {
  return [...new Set(queries.match(/\b(?:icn_mesh|network)_[a-z0-9_]+/g) ?? [])];
}
