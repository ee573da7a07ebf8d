import { systemClock } from "@icn-mesh/core/node";
import { createInProcessRunner, DEFAULT_LIMITS, runLocally } from "@icn-mesh/sandbox";
import { expect, it } from "vitest";
import { SAMPLE_MODULES } from "../src/testing/sample-modules.ts";
import { quickJs } from "./quick-js.ts";

const runner = createInProcessRunner({ clock: systemClock, quickJs });

it("tells an author what a job needs, and a job with just that is done", async () => {
  const limits = { ...DEFAULT_LIMITS, checkpointEveryMs: 0 };
  const local = await runLocally({ runner }, { module: SAMPLE_MODULES.steps }, limits);
  expect(local.outcome.type).toBe("ok");
  expect(local.checkpoints.count).toBe(5);
  expect(local.checkpoints.bytes).toBeGreaterThan(65_536);
  expect(local.needs).toEqual({
    limits: { fuel: local.usage.fuel, wallMs: local.usage.wallMs, outputBytes: 14 },
    memoryMb: 1,
  });
  const { fuel, outputBytes } = local.needs.limits;
  const just = { ...DEFAULT_LIMITS, fuel, outputBytes, memoryBytes: local.needs.memoryMb * 1024 * 1024 };
  const again = await runLocally({ runner }, { module: SAMPLE_MODULES.steps }, just);
  expect(again.outcome.type).toBe("ok");
  const less = await runLocally({ runner }, { module: SAMPLE_MODULES.steps }, { ...just, fuel: fuel - 1 });
  expect(less.outcome).toMatchObject({ class: "out-of-fuel" });
});

it("keeps what the job wrote to its log", async () => {
  const module = new TextEncoder().encode(`(icn) => icn.log("seen " + icn.inputText(0), "warn")`);
  const inputs = [new TextEncoder().encode("it")];
  const { logs } = await runLocally({ runner }, { type: "javascript", module, inputs });
  expect(logs).toEqual([{ level: "warn", text: "seen it" }]);
});
