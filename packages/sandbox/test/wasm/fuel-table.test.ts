import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type FuelTable, fuelTable } from "./fuel-table.ts";

const table = JSON.parse(readFileSync(new URL("./fuel-table.json", import.meta.url), "utf8")) as FuelTable;

it("counts the fuel that was counted when this version of the costs was written down", () => {
  expect(fuelTable()).toEqual(table);
});

it("has modules that end, that trap and that run out", () => {
  const lines = Object.values(table.modules);
  expect(lines.filter((line) => line.includes("ended")).length).toBeGreaterThan(20);
  expect(lines.filter((line) => line.includes("out-of-fuel")).length).toBeGreaterThan(0);
});
