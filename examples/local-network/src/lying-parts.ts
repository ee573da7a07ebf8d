import type { NodeParts } from "@icn-mesh/node";
import type { WorkRunner } from "@icn-mesh/runtime";

/** A node that bids for quorum jobs alone, for less than anybody else, does nothing, and makes an answer up. */
export function lyingParts(): NodeParts {
  return {
    runner: lyingRunner(),
    bids: ({ job }) =>
      job.verification.type === "quorum" ? { price: 1n, failPrice: 0n, needMs: job.maxExecutionMs } : null,
  };
}

function lyingRunner(): WorkRunner {
  const result = new TextEncoder().encode("Echo: trust me");
  const usage = { fuel: 1, wallMs: 1, peakMemoryBytes: 1, outputBytes: result.length };
  return {
    kinds: ["echo"],
    run: async () => ({ outcome: { type: "ok", result, outputs: new Map() }, usage }),
  };
}
