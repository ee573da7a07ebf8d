import { execFile } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

it("carries jobs in two federations, and one that is for members of the other", async () => {
  const { stdout } = await promisify(execFile)(execPath, [
    "--conditions=@icn-mesh/source",
    "--no-warnings",
    main,
  ]);
  expect(stdout.split("\n")).toEqual([
    "Completed by east",
    "Completed by west",
    "for members of the west: Failed (no-bids)",
    "now that east is one: Completed by east",
    "left the west",
    "",
  ]);
}, 300_000);
