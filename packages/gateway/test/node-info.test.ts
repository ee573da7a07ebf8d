import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, type GatewayScene } from "./a-gateway.ts";
import { rawRequest } from "./raw-request.ts";

let fault: string | undefined;
let scene: GatewayScene;
beforeAll(async () => {
  const checks = [{ name: "guards", fault: () => fault }];
  scene = await aGateway({ mesh: { nodes: 1 }, components: { checks, version: "1.2.3" } });
});
afterAll(() => scene.stop());

describe("what a node says of itself", () => {
  it("is whether it is alive, and who it is", async () => {
    const { client, node, mesh } = scene;
    expect(await client.health()).toMatchObject({ status: "ok", version: "1.2.3" });
    expect(await client.showNode()).toMatchObject({
      did: node.did,
      net: mesh.federation.net,
      runsJobs: false,
    });
    expect((await client.showFederation()).guards).toEqual([mesh.guard.did]);
    expect((await client.listPeers()).peers.map(({ did }) => did)).toContain(mesh.guard.did);
  });

  it("is whether it can do its work now, and by what it cannot", async () => {
    const { client, gateway } = scene;
    expect(await client.ready()).toEqual({
      ready: true,
      checks: [
        { name: "store", ok: true },
        { name: "guards", ok: true },
      ],
    });
    fault = "1 of 3 answers";
    expect((await rawRequest(`${gateway.url}/v1/ready`)).status).toBe(503);
    expect((await client.ready()).checks[1]).toEqual({ name: "guards", ok: false, detail: fault });
    fault = undefined;
  });

  it("is metrics, in the format that Prometheus asks for, also at the root", async () => {
    const { gateway } = scene;
    for (const path of ["/v1/metrics", "/metrics"]) {
      const { status, type, text } = await rawRequest(gateway.url + path);
      expect([status, type]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
      expect(text).toMatch(/^icn_mesh_http_requests_total\{route="ready",status="5xx"\} 2$/m);
    }
    expect((await rawRequest(`${gateway.url}/health`)).json["status"]).toBe("ok");
  });
});
