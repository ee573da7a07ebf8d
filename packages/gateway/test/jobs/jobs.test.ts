import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEcho, type GatewayScene } from "../a-gateway.ts";
import { textOf } from "../text-of.ts";

let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway();
});
afterAll(() => scene.stop());

describe("a job over HTTP", () => {
  it("is submitted, followed to its end, and leaves a result that anybody can check", async () => {
    const { client, mesh } = scene;
    const seen: string[] = [];
    const job = await client.submitAndWait(anEcho(), { onEvent: ({ event }) => seen.push(event) });
    expect(job).toMatchObject({ status: "Completed", settlement: "paid", stage: "done" });
    expect(seen.at(-1)).toBe("finished");
    const params = { id: job.id };
    expect(await textOf(await client.jobResult({ params }))).toBe("Echo: hello");
    const verified = await client.verifyHistory(job.id, { net: mesh.federation.net });
    expect(verified.problems).toEqual([]);
    expect(verified).toMatchObject({ proven: true, settlement: "paid" });
    expect(verified.paid).toHaveLength(1);
  });

  it("is submitted once under one key, however often it is sent", async () => {
    const { client } = scene;
    const first = await client.submitJob({ body: anEcho(), idempotencyKey: "one" });
    const second = await client.submitJob({ body: anEcho("other"), idempotencyKey: "one" });
    expect(first.isNew).toBe(true);
    expect(second).toEqual({ id: first.id, isNew: false });
  });
});
