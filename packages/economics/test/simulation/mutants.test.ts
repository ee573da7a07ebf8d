import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const PACKAGE = new URL("../..", import.meta.url);

it("sees a ledger without a check of balances break its promises within a few seeds", {
  timeout: 120_000,
}, () => {
  const args = ["sim/mutants.ts", "--only", "no-balance-check", "--seeds", "40"];
  const printed = execFileSync(process.execPath, ["--conditions=@icn-mesh/source", ...args], {
    cwd: PACKAGE,
    encoding: "utf8",
  });
  expect(printed).toMatch(/^no-balance-check +seen: .*solo \d+ \(I-0\d\)/);
});
