import { createSampleRunner } from "@icn-mesh/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEcho, type GatewayScene } from "../a-gateway.ts";

const runner = createSampleRunner();
let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway({ mesh: { node: () => ({ runs: true, runner }) } });
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

  it("has earned what it was paid for", async () => {
    const { client } = scene;
    expect(await client.executorEarnings()).toEqual({ paid: [], sums: {}, next: null });
    const job = await client.submitAndWait(anEcho());
    expect(job.status).toBe("Completed");
    await scene.node.context.accounts.own.idle(); // what was paid is taken in
    const { paid } = await client.executorEarnings();
    const isOwn = job.assignment?.executor === scene.node.did;
    expect(paid.map(({ assignment }) => assignment)).toEqual(isOwn ? [job.assignment?.cid] : []);
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
