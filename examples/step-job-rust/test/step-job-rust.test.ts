import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cidOf } from "@icn-mesh/core";
import { expect, it } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const PRIMES = "664579 primes, the last 9999991, widest gap 154";

it("comes to the same output where its executor is killed and another one goes on", async () => {
  const { stdout } = await promisify(execFile)(execPath, ["--conditions=@icn-mesh/source", main]);
  const output = cidOf(new TextEncoder().encode(`${PRIMES}\n`), "raw");
  const fuel = stdout.match(/(\d+) units/)?.[1];
  expect(stdout.trimEnd().split("\n")).toEqual([
    "first   begins  with the first step",
    expect.stringMatching(/^first {3}kept {4}step 20, \d+ new blocks, then killed$/),
    expect.stringMatching(/^second {2}begins {2}with the state bafyrei\w+$/),
    `second  result  ${PRIMES}`,
    `second  output  ${output} for ${fuel} units of fuel`,
    "third   begins  with the first step",
    `third   result  ${PRIMES}`,
    `third   output  ${output} for ${fuel} units of fuel`,
  ]);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  // The executor may have kept one more state before the signal reached it.
  const withoutState = (text = "") => text.replace(/bafyrei\w+/, "");
  expect(withoutState(readme.match(/```text\n(.+?)```/s)?.[1])).toBe(withoutState(stdout));
}, 60_000);
