import type { Metrics } from "@icn-mesh/core";
import type { MessageVerdict } from "../network-service.ts";

/** What is counted of the records of nodes. */
export interface NodeMetrics {
  /** A record came, from wherever, and so many are kept now. */
  judged(verdict: MessageVerdict, kept: number): void;
  equivocated(): void;
}

/** Registers the instruments under `network_node…`. Labels are fixed words, never an account. */
export function createNodeMetrics(metrics: Metrics): NodeMetrics {
  const records = metrics.counter("network_node_records_total", {
    help: "Records of nodes, by what became of them",
    labels: ["outcome"],
  });
  const nodes = metrics.gauge("network_nodes", { help: "Nodes of which a record is kept" });
  const equivocations = metrics.counter("network_node_equivocations_total", {
    help: "Accounts that signed two records with one number",
  });
  return {
    judged(outcome, kept) {
      records.add(1, { outcome });
      nodes.set(kept);
    },
    equivocated: () => equivocations.add(),
  };
}
