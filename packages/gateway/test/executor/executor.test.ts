import { sampleJob } from "@icn-mesh/economics/testing";
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
  it("AC-176: is paused, drained and taken up again, and says so", async () => {
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

  it("has earned what jobs of others were settled for, page by page", async () => {
    const { mesh, client, stop } = await aGateway({
      mesh: { nodes: 2, node: (index) => ({ runs: index === 0, runner }) },
    });
    const [own, creator] = mesh.nodes;
    const { spec } = sampleJob(mesh.federation.net, { account: creator!.did, seq: 0, index: 0 }).body;
    const options = { bidWindowMs: 60_000, enoughBids: 1 };
    const submit = () => creator!.context.submitJob(null, spec, 100n, options);
    const submitted = [await submit(), await submit()];
    await mesh.until(async () => (await client.executorEarnings()).paid.length === 2);
    const { paid, sums } = await client.executorEarnings();
    const views = await Promise.all(
      submitted.map((each) => (each.ok ? creator!.context.job(each.job) : undefined)),
    );
    const done = views.map((view) => view?.lifecycle.assignment);
    expect(done.map((each) => each?.body.executor)).toEqual([own!.did, own!.did]);
    expect(paid.map(({ assignment }) => assignment).toSorted()).toEqual(
      done.map((each) => each?.cid).toSorted(),
    );
    const total = paid.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    expect(sums).toEqual({ mana: String(total) });
    expect(paid.every(({ amount, unit }) => unit === "mana" && BigInt(amount) > 0n)).toBe(true);
    let before: number | null = null;
    const seen: string[] = [];
    do {
      const query: { limit: number; before?: number } = { limit: 1, ...(before !== null && { before }) };
      const page: Awaited<ReturnType<typeof client.executorEarnings>> = await client.executorEarnings({
        query,
      });
      seen.push(...page.paid.map(({ assignment }) => assignment));
      before = page.next;
    } while (before !== null);
    expect(seen).toEqual(paid.map(({ assignment }) => assignment));
    await stop();
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
