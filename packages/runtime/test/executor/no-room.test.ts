import { describe, expect, it } from "vitest";
import { createSampleRunner, type SampleGuest } from "../../src/testing/index.ts";
import { aMesh, nodeAt, settled, statusOf, submit, trySubmit } from "../a-mesh.ts";

const OK = { type: "ok", result: Uint8Array.of(1), outputs: new Map() } as const;

describe("executors that have no room", () => {
  it("bid as soon as they have, while the round lasts", async () => {
    const mesh = await aMesh({ nodes: 3 });
    const retry = { maxAttempts: 1, maxRounds: 1, backoffMs: 1 };
    const submitting = Array.from({ length: 24 }, () => trySubmit(mesh, { cost: 10n, options: { retry } }));
    await mesh.advance(100);
    const jobs = (await Promise.all(submitting)).map((result) => (result.ok ? result.job : undefined));
    await settled(mesh);
    const statuses = await Promise.all(jobs.map((job) => (job ? statusOf(mesh, job) : "refused")));
    expect(new Set(statuses)).toEqual(new Set(["Completed"]));
    await mesh.stop();
  });

  it("are waited for until the window is over, and not longer", async () => {
    const { promise: finishing, resolve: finish } = Promise.withResolvers<void>();
    const echo: SampleGuest = async () => {
      await finishing;
      return OK;
    };
    const queue = { capacity: { cpuCores: 1, memoryMb: 4096, storageMb: 4096 } };
    const mesh = await aMesh({ nodes: 2, node: () => ({ queue, runner: createSampleRunner({ echo }) }) });
    const first = await submit(mesh);
    await mesh.until(() => nodeAt(mesh, 1).runtime.executor?.running === 1);
    const once = { bidWindowMs: 10_000, retry: { maxAttempts: 1, maxRounds: 1, backoffMs: 1 } };
    const lapsing = await submit(mesh, { options: once });
    await mesh.advance(9000);
    expect(await statusOf(mesh, lapsing)).toBe("BiddingOpen");
    await mesh.advance(1100);
    expect(await statusOf(mesh, lapsing)).toBe("Failed no-bids");
    const waiting = await submit(mesh, { options: once });
    await mesh.advance(5000);
    finish();
    await settled(mesh);
    expect([await statusOf(mesh, first), await statusOf(mesh, waiting)]).toEqual(["Completed", "Completed"]);
    await mesh.stop();
  });
});
