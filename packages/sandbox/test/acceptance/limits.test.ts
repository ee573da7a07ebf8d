import { systemClock } from "@icn-mesh/core/node";
import { afterAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/limits.ts";
import { createWorkerRunner } from "../../src/node/index.ts";
import { classOf, numberOf, sampleWork } from "../../src/testing/runner-contract/sample-work.ts";
import { assemble } from "../assemble.ts";
import { returning, runModule } from "./run-module.ts";
import { executor, signedReceipt } from "./signed-receipt.ts";

const runner = createWorkerRunner({ clock: systemClock }, { threads: 2 });

afterAll(() => runner.close());

const PAGE = 65_536;
const FOREVER = Number.MAX_SAFE_INTEGER;
const SPIN = returning("(loop (br 0)) (i64.const 0)");
const VAST = returning("(i64.const 0)", "(memory 200)");
const GREEDY = returning(
  "(if (i32.eq (memory.grow (i32.const 10)) (i32.const -1)) (then unreachable)) (i64.const 0)",
  "(memory 1)",
);
const MANY = `(module ${"(func)".repeat(20)} (func (export "run") (result i64) (i64.const 1)))`;

const BREACHES = [
  {
    what: "memory above the cap from the start",
    text: VAST,
    limits: { memoryBytes: 100 * PAGE },
    ends: "out-of-memory",
  },
  {
    what: "memory that grows beyond the cap",
    text: GREEDY,
    limits: { memoryBytes: 4 * PAGE },
    ends: "out-of-memory",
  },
  { what: "a loop that uses up its fuel", text: SPIN, limits: { fuel: 10_000 }, ends: "out-of-fuel" },
  {
    what: "a loop that uses up its time",
    text: SPIN,
    limits: { fuel: FOREVER, wallMs: 50 },
    ends: "timeout",
  },
  { what: "more functions than allowed", text: MANY, limits: { functions: 20 }, ends: "invalid-module" },
  { what: "a module larger than allowed", text: MANY, limits: { moduleBytes: 64 }, ends: "invalid-module" },
];

describe("AC-115 a guest with", () => {
  it.each(BREACHES)("$what ends with its class", async ({ text, limits, ends }) => {
    expect(classOf(await runModule(runner, text, { limits }))).toBe(ends);
  });

  it("memory above the cap is not even admitted", async () => {
    const work = sampleWork("ccl-wasm", assemble(VAST));
    const limits = { ...DEFAULT_LIMITS, memoryBytes: 100 * PAGE };
    expect(await runner.admit(work, { limits })).toMatchObject({ ok: false, class: "out-of-memory" });
  });

  it("exactly what it may have, ends well", async () => {
    const limits = { memoryBytes: 11 * PAGE, functions: 21 };
    expect(numberOf(await runModule(runner, GREEDY, { limits }))).toBe(0n);
    expect(numberOf(await runModule(runner, MANY, { limits }))).toBe(1n);
  });
});

describe("AC-117 a limit that is broken", () => {
  it.each(BREACHES)("by $what is a signed receipt with its reason", async ({ text, limits, ends }) => {
    const result = await runModule(runner, text, { limits });
    const signer = executor();
    expect(await signedReceipt(result, signer)).toMatchObject({
      by: signer.did,
      outcome: { type: "failed", class: ends, message: expect.stringMatching(/\w+ \w+/) },
    });
  });

  it("leaves the host to its other work while the guest loops", async () => {
    const stop = new AbortController();
    const order: string[] = [];
    const looping = runModule(runner, SPIN, {
      limits: { fuel: Number.MAX_SAFE_INTEGER },
      signal: stop.signal,
    }).then((result) => order.push(classOf(result)));
    for (let job = 0; job < 20; job++) {
      order.push(classOf(await runModule(runner, returning("(i64.const 1)"))));
    }
    stop.abort();
    await looping;
    expect(order).toEqual([...Array.from({ length: 20 }, () => "ok"), "cancelled"]);
  });
});
