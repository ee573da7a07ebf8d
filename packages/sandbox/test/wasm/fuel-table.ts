import { createHash } from "node:crypto";
import { type Play, playModule } from "../../fuzz/wasm/play-module.ts";
import { randomModule } from "../../fuzz/wasm/random-module.ts";
import { FUEL_VERSION } from "../../src/wasm/fuel-costs.ts";
import { prepareModule } from "../../src/wasm/prepare-module.ts";
import { TERMS } from "./terms.ts";

/** Fuel and end of each module, by its name. */
export interface FuelTable {
  readonly fuelVersion: number;
  readonly modules: Readonly<Record<string, string>>;
}

const MODULES = 60;
const FUEL = 100_000;

/** Plays some modules and notes what each used and how it ended: nothing of it may depend on the engine or the machine. */
export function fuelTable(): FuelTable {
  const names = Array.from({ length: MODULES }, (_, index) => `table ${index}`);
  return {
    fuelVersion: FUEL_VERSION,
    modules: Object.fromEntries(names.map((name) => [name, lineOf(name)])),
  };
}

function lineOf(name: string): string {
  const prepared = prepareModule(randomModule(name).bytes, { ...TERMS, deterministic: true });
  if (!prepared.ok) return prepared.message;
  const functions = prepared.exports.flatMap((found) =>
    found.kind === "function" && ![...found.params, ...found.results].includes("v128") ? [found] : [],
  );
  const play = playModule(prepared.bytes, { functions, fuel: FUEL });
  return `${play.fuel} fuel, ${play.verdict ?? "ended"}, ${digest(play)}`;
}

function digest({ turns, state }: Play): string {
  // The words that an engine has for a trap are its own.
  const outcomes = turns.map(({ outcome, trapped, fuel }) => [trapped ? "trap" : outcome, fuel]);
  return createHash("sha256")
    .update(JSON.stringify([outcomes, state]))
    .digest("hex")
    .slice(0, 16);
}
