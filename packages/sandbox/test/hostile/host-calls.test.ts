import { systemClock } from "@icn-mesh/core/node";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { ICN_ABI } from "../../src/abi/icn-abi.ts";
import { createInProcessRunner } from "../../src/in-process-runner.ts";
import { WASI_ABI } from "../../src/wasi/wasi-abi.ts";
import { assemble } from "../assemble.ts";
import { callText, importText, typesOf } from "./host-pointers.ts";
import type { HostileGuest } from "./hostile-guest.ts";
import { endOf, limitsBroken, runHostile } from "./run-hostile.ts";

const PAGE = 65_536;
/** Descriptors, small pointers that overlap, the end of memory, and what is negative as a signed number. */
const VALUES = [0, 1, 3, 4, 8, 64, PAGE - 8, PAGE - 1, PAGE, 2 ** 31 - 1, -(2 ** 31), -8, -1];

const runner = createInProcessRunner({ clock: systemClock });
const functions = [
  ...Object.entries(ICN_ABI).map(([name, [signature]]) => ({ module: "icn", name, signature })),
  ...Object.entries(WASI_ABI).map(([name, [signature]]) => ({
    module: "wasi_snapshot_preview1",
    name,
    signature,
  })),
];

// A call with errors goes on, one with a wild pointer is a trap, and nothing that is passed harms the host.
it.each(functions)("takes whatever a guest passes to $module $name", async ({ module, name, signature }) => {
  const { params } = typesOf(signature);
  const calls = fc.array(fc.tuple(...params.map(() => fc.constantFrom(...VALUES))), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(calls, async (values) => {
      const run = await runHostile(runner, calling(importText(module, name, signature), signature, values));
      expect(["ok", "trap", "out-of-fuel", "output-too-large"]).toContain(endOf(run));
      expect(limitsBroken(run)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

/** A guest that makes these calls, one after the other, over memory that is full of small numbers. */
function calling(imported: string, signature: string, calls: readonly (readonly number[])[]): HostileGuest {
  const text = calls.map((values) => callText(signature, values));
  const data = String.raw`\08\00\00\00\10\00\00\00`.repeat(32);
  return {
    name: "a caller",
    kind: "wasm",
    source: () =>
      assemble(`(module ${imported} (memory (export "memory") 1) (data (i32.const 0) "${data}")
        (func (export "run") ${text.join(" ")}))`),
    bound: "is stopped at a bad pointer",
    ends: "trap",
  };
}
