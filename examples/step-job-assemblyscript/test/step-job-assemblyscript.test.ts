import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cidOf } from "@icn-mesh/core";
import { expect, it } from "vitest";
import { firstGeneration } from "../src/first-generation.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const GENERATIONS = 1000;

it("comes to the same generation at home, and stopped and resumed elsewhere", async () => {
  const { stdout } = await promisify(execFile)(execPath, ["--conditions=@icn-mesh/source", main]);
  const life = lastGeneration(new TextDecoder().decode(firstGeneration()));
  const told = `life.txt    ${cidOf(new TextEncoder().encode(life), "raw")}, ${life.split("#").length - 1} cells alive`;
  const fuel = stdout.match(/\d+/)?.[0];
  expect(stdout.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^at home {5}\d{10} units of fuel, \d+ bytes of memory$/),
    `to ask for  ${fuel} units of fuel, 1 MiB`,
    told,
    expect.stringMatching(/^stopped {5}preempted at 40 %, \d+ bytes of state$/),
    `elsewhere   ${fuel} units of fuel in all`,
    told,
  ]);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(readme.match(/```text\n(.+?)```/s)?.[1]).toBe(stdout);
}, 60_000);

/** What the guest computes, in another language and in another way. */
function lastGeneration(text: string): string {
  let rows = text.trimEnd().split("\n");
  for (let generation = 0; generation < GENERATIONS; generation++) rows = next(rows);
  return rows.map((row) => `${row}\n`).join("");
}

function next(rows: readonly string[]): string[] {
  return rows.map((row, y) =>
    [...row].map((cell, x) => (isAlive(cell, around(rows, x, y)) ? "#" : ".")).join(""),
  );
}

function isAlive(cell: string, neighbours: number): boolean {
  return neighbours === 3 || (neighbours === 2 && cell === "#");
}

const NEAR = [-1, 0, 1]
  .flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy] as const))
  .filter(([dx, dy]) => dx !== 0 || dy !== 0);

function around(rows: readonly string[], x: number, y: number): number {
  return NEAR.filter(
    ([dx, dy]) => rows.at((y + dy) % rows.length)?.at((x + dx) % (rows[0]?.length ?? 1)) === "#",
  ).length;
}
