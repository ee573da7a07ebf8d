import { createSampleRunner } from "@icn-mesh/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, type GatewayScene } from "../a-gateway.ts";

const runner = createSampleRunner();
let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway({ mesh: { nodes: 1, node: () => ({ runs: true, runner }) } });
});
afterAll(() => scene.stop());

describe("the seat of an executor", () => {
  it("is paused, drained and taken up again, and says so", async () => {
    const { client } = scene;
    const idle = { state: "taking", running: 0, waiting: 0, capacity: { cpuCores: 4 } };
    expect(await client.executorStatus()).toMatchObject(idle);
    expect((await client.pauseExecutor()).state).toBe("paused");
    expect((await client.drainExecutor()).state).toBe("draining");
    expect((await client.resumeExecutor()).state).toBe("taking");
    expect(await client.executorQueue()).toEqual({ tasks: [] });
  });

  it("has earned nothing before it has worked", async () => {
    expect(await scene.client.executorEarnings()).toEqual({ paid: [], sums: {}, next: null });
  });
});

describe("a node that runs no jobs", () => {
  it("has no seat", async () => {
    const other = await aGateway({ mesh: { nodes: 1 } });
    const problem = await other.client.executorStatus().catch((error) => error.failure.problem);
    expect(problem).toMatchObject({ status: 501, code: "GATEWAY_NOT_HERE", what: "executor" });
    await other.stop();
  });
});
