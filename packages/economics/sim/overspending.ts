import { parseArgs } from "node:util";
import { createSimulatedKeys } from "@icn-mesh/core/testing";
import { plainJudge } from "@icn-mesh/economics/testing";
import { type Authority, runSpree } from "./overspending/run-spree.ts";

// `pnpm sim:overspending --seeds N` prints how much of the supply is spent twice where every node decides alone, and
// where a quorum does, in the same worlds. Only the latter must be nothing.
const { values } = parseArgs({ options: { seeds: { type: "string", default: "100" } } });

for (const authority of ["node", "quorum"] as const) await run(authority, Number(values.seeds));

async function run(authority: Authority, seeds: number): Promise<void> {
  let [violated, supply, spent, overspent] = [0, 0n, 0n, 0n];
  for (let seed = 1; seed <= seeds; seed++) {
    const spree = await runSpree({ seed, authority, keys: createSimulatedKeys(), judge: plainJudge });
    if (spree.overspent > 0n) violated += 1;
    supply += spree.supply;
    spent += spree.spent;
    overspent += spree.overspent;
  }
  const percent = (amount: bigint) => `${((100 * Number(amount)) / Number(supply)).toFixed(0)} %`;
  console.log(
    `${authority.padEnd(8)} decides: ${violated} of ${seeds} seeds overspent, ${percent(overspent)} of the supply (spent ${percent(spent)})`,
  );
  if ((authority === "quorum") === violated > 0) process.exitCode = 1;
}
