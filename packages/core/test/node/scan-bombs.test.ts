// biome-ignore lint/style/noRestrictedImports: the bound is printed, and only ten times the bound is asserted
import { performance } from "node:perf_hooks";
import { type ScanLimits, scan } from "@icn-mesh/core";
import { expect, it } from "vitest";

const BOUND_MS = 1;
const limits: ScanLimits = { maxBytes: 2 ** 30, maxDepth: 16, maxItems: 4096 };

const wide = new Uint8Array(4 * 1024 * 1024).fill(0x80);
wide.set([0x9a, 0x00, 0x3f, 0xff, 0xfb]);
const deep = new Uint8Array(5001).fill(0x81).fill(0x80, 5000);
const many = new Uint8Array(5000).fill(0x81).map((_, at) => (at % 2 === 0 ? 0x82 : 0x80));

it.each([
  ["4 MiB of empty arrays", wide, "CORE_TOO_MANY_ITEMS"],
  ["5 000 levels of nesting", deep, "CORE_TOO_DEEP"],
  ["arrays in arrays without end", many, "CORE_TOO_DEEP"],
])("refuses %s at once", (name, bomb, code) => {
  scan(bomb, limits);
  const start = performance.now();
  const verdict = scan(bomb, limits);
  const took = performance.now() - start;
  console.log(`${name}: refused in ${took.toFixed(3)} ms, bound ${BOUND_MS} ms`);
  expect(verdict).toBe(code);
  expect(took).toBeLessThan(10 * BOUND_MS);
});
