import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measureRate } from "../../src/bench/measure-rate.ts";
import { aDirectory } from "../a-directory.ts";
import { typed } from "../typed.ts";

describe("bench", () => {
  it("measures signatures, the disk, the sandbox and jobs, and leaves nothing behind", async () => {
    const directory = await aDirectory();
    const { exit, out } = await typed(["bench", "--json", "--ms", "1", "--data", join(directory, "data")]);
    expect(exit).toBe(0);
    const { machine, measurements } = JSON.parse(out);
    expect(machine).toMatchObject({ node: process.version, engine: expect.any(String) });
    expect(measurements.map(({ what }: { readonly what: string }) => what)).toEqual([
      "signatures",
      "verifications",
      "durable commits, one after the other",
      "durable commits, 64 at once",
      "guests in the sandbox",
      "steps of a guest",
      "jobs, one after the other",
      "jobs, 16 at once",
    ]);
    for (const { perSecond, count } of measurements) expect([perSecond > 0, count > 0]).toEqual([true, true]);
    expect(await readdir(directory)).toEqual([]);
  });

  it("ends when somebody interrupts it, and takes no time that makes no sense", async () => {
    const data = await aDirectory();
    const interrupted = AbortSignal.abort();
    expect(await typed(["bench", "--data", data], { interrupted })).toMatchObject({ exit: 130 });
    expect(await readdir(data)).toEqual([]);
    for (const ms of ["0", "60001", "long"])
      expect(await typed(["bench", "--data", data, "--ms", ms])).toMatchObject({ exit: 2 });
  });
});

describe("a rate", () => {
  it("is how often something was done in the time that it took, without the first time", async () => {
    let now = 0;
    const pace = { clock: { monotonic: () => now }, ms: 100, signal: new AbortController().signal };
    const run = () => {
      now += 30;
    };
    expect(await measureRate(pace, { what: "turns", times: 3, run })).toEqual({
      what: "turns",
      count: 12,
      perSecond: 100,
    });
  });
});
