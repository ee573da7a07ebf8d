import { DEFAULT_LIMITS, limitsFor } from "@icn-mesh/sandbox";
import { expect, it } from "vitest";

const job = {
  limits: { fuel: 1000, wallMs: 200, outputBytes: 30 },
  resources: { cpuCores: 1, memoryMb: 4, storageMb: 0 },
};

it("takes what a job asks for, and the rest from the house", () => {
  expect(limitsFor(job)).toEqual({
    ...DEFAULT_LIMITS,
    fuel: 1000,
    wallMs: 200,
    outputBytes: 30,
    memoryBytes: 4 * 1024 * 1024,
  });
});

it("gives a job that asks for no memory what the house gives any", () => {
  const limits = limitsFor({ ...job, resources: { ...job.resources, memoryMb: 0 } });
  expect(limits?.memoryBytes).toBe(DEFAULT_LIMITS.memoryBytes);
});

it.each([
  ["fuel", { limits: { ...job.limits, fuel: 11 } }],
  ["time", { limits: { ...job.limits, wallMs: 11 } }],
  ["output", { limits: { ...job.limits, outputBytes: 11 } }],
  ["memory", { resources: { ...job.resources, memoryMb: 11 } }],
])("has no limits for a job that asks for more %s than the house gives", (_what, more) => {
  const least = { ...DEFAULT_LIMITS, fuel: 10, wallMs: 10, outputBytes: 10, memoryBytes: 10 * 1024 * 1024 };
  const modest = {
    limits: { fuel: 10, wallMs: 10, outputBytes: 10 },
    resources: { ...job.resources, memoryMb: 10 },
  };
  expect(limitsFor(modest, least)).toBeDefined();
  expect(limitsFor({ ...modest, ...more }, least)).toBeUndefined();
});
