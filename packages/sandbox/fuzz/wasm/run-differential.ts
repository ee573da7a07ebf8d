import { FUEL_LAG } from "../../src/wasm/fuel-costs.ts";
import { prepareModule } from "../../src/wasm/prepare-module.ts";
import { countInstructions } from "./count-instructions.ts";
import { type Play, playModule } from "./play-module.ts";

/** How one module ended: in none of these cases may anything differ. */
export type Ending = "returned" | "trapped" | "out-of-fuel" | "overflowed";

const LIMITS = {
  moduleBytes: 8 * 1024 * 1024,
  functions: 50_000,
  memoryBytes: 4 * 1024 * 1024,
  tableElements: 10_000,
};
const FUEL = 30_000;

/**
 * Plays a module as it is, as it counts in the plainest way, and as it meters itself. Throws where these come to other
 * results, another state or other fuel, where exactly enough fuel is not enough, and where less is.
 */
export function runDifferential(bytes: Uint8Array<ArrayBuffer>, deterministic: boolean): Ending {
  const terms = { limits: LIMITS, deterministic };
  const prepared = prepareModule(bytes, terms);
  if (!prepared.ok) throw new Error(`refused: ${prepared.reason}, ${prepared.message}`);
  if (!WebAssembly.validate(prepared.bytes)) throw new Error("the metered module is not valid");
  const functions = prepared.exports.flatMap((found) =>
    found.kind === "function" && ![...found.params, ...found.results].includes("v128") ? [found] : [],
  );
  const play = (module: Uint8Array<ArrayBuffer>, fuel = FUEL): Play =>
    playModule(module, { functions, fuel });
  const counted = play(countInstructions(bytes, terms));
  const metered = play(prepared.bytes);
  if (counted.overflowed || metered.overflowed || metered.verdict === "out-of-stack") return "overflowed";
  if (counted.verdict === "out-of-fuel") return expectOutOfFuel(metered);
  expectSame("counted", counted, metered);
  if (!deterministic) expectSame("raw", play(bytes), metered);
  expectFuel(counted, metered);
  if (metered.turns.some(({ trapped }) => trapped)) return "trapped";
  expectSame("with exactly enough", metered, play(prepared.bytes, metered.fuel));
  if (metered.fuel > 0) expectOutOfFuel(play(prepared.bytes, metered.fuel - 1));
  return "returned";
}

function expectOutOfFuel({ verdict, fuel }: Play): "out-of-fuel" {
  if (verdict !== "out-of-fuel") throw new Error(`ended with ${fuel} fuel, which were not enough`);
  return "out-of-fuel";
}

function expectSame(what: string, expected: Play, found: Play): void {
  for (const [index, { name, outcome }] of expected.turns.entries()) {
    const other = found.turns[index]?.outcome;
    if (outcome !== other) throw new Error(`${name} ${what}: ${outcome}, but metered: ${other}`);
  }
  if (expected.state !== found.state)
    throw new Error(`${what}: ${expected.state}, but metered: ${found.state}`);
}

/** Calls that return cost the same; one that traps may have paid for the rest of a line, and not yet told all. */
function expectFuel(counted: Play, metered: Play): void {
  for (const [index, { name, fuel, trapped }] of counted.turns.entries()) {
    const other = metered.turns[index]?.fuel ?? Number.NaN;
    const fits = trapped ? other >= fuel - 2 * FUEL_LAG : other === fuel;
    if (!fits) throw new Error(`${name} cost ${fuel} when counted, ${other} when metered`);
  }
}
