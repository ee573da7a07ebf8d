import { describe, expect, it } from "vitest";
import { createSampleRunner, type SampleGuest } from "../../src/testing/index.ts";
import { aMesh, nodeAt, settled, statusOf, submit, untilStatus } from "../a-mesh.ts";

const OK = { type: "ok", result: Uint8Array.of(1), outputs: new Map() } as const;

describe("the seat of an executor", () => {
  it("takes nothing while it is paused, and goes on when it is resumed", async () => {
    const mesh = await aMesh({ nodes: 2 });
    const executor = nodeAt(mesh, 1).runtime.executor!;
    executor.pause();
    expect(executor.state).toBe("paused");
    const job = await submit(mesh);
    await settled(mesh);
    expect(executor.tasks()).toEqual([]);
    expect(await statusOf(mesh, job)).toBe("Failed no-bids");
    executor.resume();
    expect(executor.state).toBe("taking");
    const next = await submit(mesh);
    await settled(mesh);
    expect(await statusOf(mesh, next)).toBe("Completed");
    await mesh.stop();
  });

  it("lets what runs go on while it is paused, and shows it", async () => {
    const { promise: finishing, resolve: finish } = Promise.withResolvers<void>();
    const echo: SampleGuest = async () => {
      await finishing;
      return OK;
    };
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: createSampleRunner({ echo }) }) });
    const executor = nodeAt(mesh, 1).runtime.executor!;
    const job = await submit(mesh);
    await mesh.until(() => executor.running === 1);
    expect(executor.tasks()).toMatchObject([{ state: "running", lane: 1, resources: { cpuCores: 1 } }]);
    executor.pause();
    expect(executor.running).toBe(1);
    finish();
    await untilStatus(mesh, job, "Completed");
    expect(executor.state).toBe("paused");
    await mesh.stop();
  });
});
