import { assert } from "vitest";
import { createMeter, type Meter } from "../../src/wasm/create-meter.ts";
import type { ModuleTerms } from "../../src/wasm/module-terms.ts";
import { prepareModule } from "../../src/wasm/prepare-module.ts";
import type { PreparedModule } from "../../src/wasm/prepared-module.ts";
import { assemble } from "../assemble.ts";
import { TERMS } from "./terms.ts";

/** A guest that runs in this thread. */
export interface Guest {
  readonly meter: Meter;
  readonly exports: Readonly<Record<string, WebAssembly.ExportValue>>;
  /** Calls an export; a trap is its message. */
  call(name: string, ...args: readonly unknown[]): unknown;
}

/** What a guest gets. */
export interface GuestOptions {
  readonly fuel?: number;
  readonly stackWords?: number;
  readonly terms?: ModuleTerms;
  readonly imports?: WebAssembly.Imports;
}

/** The prepared module of a text; the test fails if it is refused. */
export function prepared(text: string, terms: ModuleTerms = TERMS): PreparedModule {
  const found = prepareModule(assemble(text), terms);
  assert(found.ok, found.ok ? "" : found.message);
  return found;
}

/** Starts the guest of a text. */
export function guest(text: string, options: GuestOptions = {}): Guest {
  const { fuel = 1_000_000, stackWords = 10_000, terms = TERMS, imports = {} } = options;
  const module = new WebAssembly.Module(prepared(text, terms).bytes);
  const { exports } = new WebAssembly.Instance(module, imports);
  const meter = createMeter(exports, { fuel, stackWords });
  const call = (name: string, ...args: readonly unknown[]): unknown => {
    meter.enter();
    try {
      return (exports[name] as (...values: readonly unknown[]) => unknown)(...args);
    } catch (error) {
      return (error as Error).message;
    }
  };
  return { meter, exports, call };
}
