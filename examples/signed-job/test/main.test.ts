import { execFile } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parseCid, parseDid } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

describe("the signed-job example", () => {
  it("prints the ids of a new account, its federation and its job", async () => {
    const { account, federation, job } = await run("--once");
    expect(parseDid(account)).toBe(account);
    expect(parseCid(federation)).toBe(federation);
    expect(parseCid(job)).toBe(job);
    expect(job).not.toBe(federation);
  });

  it("verifies on the other side the job that it sent, and no other", async () => {
    const { account, job, received } = await run("--once");
    expect(received).toMatch(/^verified with (sodium|node:crypto), job (\w{6}) by (\w{6})$/);
    expect(received).toContain(`job ${job.slice(-6)} by ${account.slice(-6)}`);
  });

  it("refuses the job once a bit of it is another", async () => {
    expect((await run("--once")).tampered).toBe("refused, CORE_BAD_SIGNATURE");
  });

  it("makes a key and a job of its own in every run, and ends by itself without a terminal", async () => {
    const [first, second] = [await run(), await run()];
    expect(second.account).not.toBe(first.account);
    expect(second.job).not.toBe(first.job);
  });
});

type Label = "account" | "federation" | "job" | "received" | "tampered";

/** What the example prints, by label. */
async function run(...args: readonly string[]): Promise<Record<Label, string>> {
  const command = ["--conditions=@icn-mesh/source", main, ...args];
  const { stdout } = await promisify(execFile)(execPath, command);
  const lines = stdout.trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(/ +(.*)/, 2))) as Record<Label, string>;
}
