import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { nodeRelease } from "../../consumer/node-release.ts";

interface FuelTable {
  readonly modules: Readonly<Record<string, unknown>>;
}

const SANDBOX = new URL("../../../packages/sandbox/test/wasm/", import.meta.url);
const program = fileURLToPath(new URL("fuel-table-program.ts", SANDBOX));
const table = JSON.parse(readFileSync(new URL("fuel-table.json", SANDBOX), "utf8")) as FuelTable;

describe("the fuel of the committed modules", () => {
  it.for(["22.18.0", "24.21.0", "26.10.0"])("is the same on Node %s", async (version, { skip }) => {
    const node = (await nodeRelease(version)) ?? skip(`no Node ${version} to fetch for ${process.platform}`);
    const { stdout } = await promisify(execFile)(node, ["--conditions=@icn-mesh/source", program]);
    const counted = JSON.parse(stdout) as FuelTable;
    console.log(`${version}: ${Object.keys(counted.modules).length} modules`);
    expect(counted).toEqual(table);
  });
});
