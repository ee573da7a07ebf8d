import { expect, it } from "vitest";
import { createSeededRng } from "../../../packages/core/src/index.ts";
import { runDifferential } from "../../../packages/sandbox/fuzz/wasm/run-differential.ts";
import { binaryenModule } from "./binaryen-module.ts";

const MODULES = 60;

it("meters what binaryen's fuzzer makes, with the same results, state and fuel as counted one by one", async () => {
  const rng = createSeededRng("binaryen");
  const endings: Record<string, number> = {};
  for (let index = 0; index < MODULES; index++) {
    const bytes = await binaryenModule(rng.bytes(500 + rng.below(4_000)));
    for (const deterministic of [false, true]) {
      const ending = runDifferential(bytes, deterministic);
      endings[ending] = (endings[ending] ?? 0) + 1;
    }
  }
  console.log(`${MODULES} modules, each twice: ${JSON.stringify(endings)}`);
  expect(Object.values(endings).reduce((sum, count) => sum + count, 0)).toBe(2 * MODULES);
});
