import { execFile } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

it("finishes a job on another executor, from the state of the first one, with what that had put out", async () => {
  const { stdout } = await promisify(execFile)(execPath, [
    "--conditions=@icn-mesh/source",
    "--no-warnings",
    main,
  ]);
  expect(stdout).toContain("Executing\nits executor is drained");
  expect(stdout).toMatch(/Completed\nanother one went on from \d+ %\n/);
  expect(stdout).toMatch(
    /below-20000 2262\nbelow-100000 9592\nbelow-200000 17984\n17984 primes below 200000\n$/,
  );
}, 600_000);
