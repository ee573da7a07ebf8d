import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ICN_ABI, ICN_MESH_ABI } from "../../src/abi/icn-abi.ts";

const page = readFileSync(new URL("../../../../docs/guest-abi.md", import.meta.url), "utf8");

/** The functions and signatures of all tables of the page that have both. */
function printed(): Record<string, string[]> {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (`\([^|]*) \|/gm)];
  return Object.fromEntries(
    rows.map(([, name = "", signatures = ""]) => [
      name,
      signatures.split(" or ").map((one) => one.replaceAll("`", "")),
    ]),
  );
}

it("is written down with the names and signatures that the code has", () => {
  expect(printed()).toEqual({ ...ICN_ABI, ...ICN_MESH_ABI });
});
