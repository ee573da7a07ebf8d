import { INSTRUCTIONS } from "../../src/wasm/instruction-table.ts";
import { randomModule } from "./random-module.ts";
import { type Ending, runDifferential } from "./run-differential.ts";

/** The same seed gives the same modules on every machine. */
export interface FuzzOptions {
  readonly seed: string;
  readonly runs: number;
}

/** How the modules ended, and which instructions they were made of. */
export interface FuzzReport {
  readonly endings: Readonly<Record<Ending, number>>;
  /** How many of all instructions were written at least once. */
  readonly covered: number;
  /** Names of those that were not. */
  readonly missing: readonly string[];
}

/** Throws at the first module that is not the same when it is metered, with floats as they come and made canonical. */
export function runFuzz({ seed, runs }: FuzzOptions): FuzzReport {
  const endings: Record<Ending, number> = { returned: 0, trapped: 0, "out-of-fuel": 0, overflowed: 0 };
  const written = new Set<number>();
  for (let index = 0; index < runs; index++) {
    const name = `${seed} ${index}`;
    const module = randomModule(name);
    for (const code of module.written.keys()) written.add(code);
    for (const deterministic of [false, true]) endings[playOne(name, module.bytes, deterministic)] += 1;
  }
  const missing = INSTRUCTIONS.filter(({ code }) => !written.has(code)).map(({ name }) => name);
  return { endings, covered: INSTRUCTIONS.length - missing.length, missing };
}

function playOne(name: string, bytes: Uint8Array<ArrayBuffer>, deterministic: boolean): Ending {
  try {
    return runDifferential(bytes, deterministic);
  } catch (error) {
    throw new Error(`module "${name}"${deterministic ? ", deterministic" : ""}`, { cause: error });
  }
}
