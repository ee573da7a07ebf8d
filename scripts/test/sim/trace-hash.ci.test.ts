import { execFile } from "node:child_process";
import { execPath } from "node:process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { nodeRelease } from "../../consumer/node-release.ts";
import { root } from "../../steps/root.ts";

const run = promisify(execFile);
const SEEDS = ["--from", "2", "--seeds", "8"];

/** What the same worlds come to, in one word: it differs as soon as one thing is written, sent or heard otherwise. */
async function traceOn(node: string): Promise<string | undefined> {
  const command = [
    "--conditions=@icn-mesh/source",
    "--no-warnings",
    "packages/sim/src/node/main.ts",
    ...SEEDS,
  ];
  const { stdout } = await run(node, command, { cwd: root });
  return /^trace: ([0-9a-f]{16})$/m.exec(stdout)?.[1];
}

describe("the same worlds", () => {
  it.for(["22.18.0", "24.21.0", "26.10.0"])(
    "come to the same, event by event, on Node %s",
    async (version, { skip }) => {
      const node =
        (await nodeRelease(version)) ?? skip(`no Node ${version} to fetch for ${process.platform}`);
      const trace = await traceOn(execPath);
      expect(trace).toBeDefined();
      expect(await traceOn(node)).toBe(trace);
    },
  );
});
