import type { ModuleTerms } from "../../src/wasm/module-terms.ts";

/** Terms that hold ordinary modules. */
export const TERMS: ModuleTerms = {
  limits: { moduleBytes: 1024 * 1024, functions: 1_000, memoryBytes: 16 * 65_536, tableElements: 100 },
  deterministic: false,
};
