import { execFile } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

it("runs a kind of its own, at a price of its own, and refuses what is none of it", async () => {
  const { stdout } = await promisify(execFile)(execPath, [
    "--conditions=@icn-mesh/source",
    "--no-warnings",
    main,
  ]);
  expect(stdout).toMatch(
    /^1000003 prime for (7|14) mana\n1000001 composite for (7|14) mana\n1 RUNTIME_INVALID_SPEC\n$/,
  );
}, 120_000);
