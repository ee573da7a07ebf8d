import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { isFromNode } from "@icn-mesh/client";
import { createVerifier } from "@icn-mesh/core";
import { nodeCryptoEngine, systemClock } from "@icn-mesh/core/node";
import { afterEach, describe, expect, it } from "vitest";
import { createNodePoster } from "../../src/node/index.ts";
import { aGateway, anEcho, type GatewayScene, type SceneOptions } from "../a-gateway.ts";
import { postJson } from "../raw-request.ts";

const SETTINGS: SceneOptions = {
  settings: { webhooks: { allowPrivate: true } },
  components: { poster: createNodePoster() },
};
const verifier = createVerifier({ engine: nodeCryptoEngine() });

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server that answers with these statuses, one after the other, and then with 204. */
async function aReceiver(...statuses: number[]) {
  const waiting: ((received: Received) => void)[] = [];
  const arrived: Received[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    response.statusCode = statuses.shift() ?? 204;
    response.end();
    const next = waiting.shift();
    if (next === undefined) arrived.push({ headers: request.headers, body });
    else next({ headers: request.headers, body });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    next: () =>
      new Promise<Received>((resolve) => {
        const known = arrived.shift();
        if (known === undefined) waiting.push(resolve);
        else resolve(known);
      }),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

let scene: GatewayScene;
afterEach(() => scene.stop());

describe("a webhook", () => {
  it("tells that a job has ended, signed by the node, until it is heard", async () => {
    scene = await aGateway(SETTINGS);
    const receiver = await aReceiver(500);
    const job = await scene.client.submitAndWait({ ...anEcho(), webhook: { url: receiver.url } });
    const [first, second] = [await receiver.next(), await receiver.next()];
    expect(JSON.parse(String(second.body))).toMatchObject({ type: "job.ended", data: { id: job.id } });
    const { body } = second;
    const headers = second.headers as Record<string, string>;
    const check = { verifier, node: scene.node.did, now: systemClock.now() };
    expect(isFromNode({ headers, body }, check)).toBe(true);
    expect(
      isFromNode({ headers, body: Buffer.from(String(body).replace("Completed", "Failed")) }, check),
    ).toBe(false);
    expect(isFromNode({ headers, body }, { ...check, node: scene.mesh.nodes[1]!.did })).toBe(false);
    expect(isFromNode({ headers, body }, { ...check, now: check.now + 3_600_000 })).toBe(false);
    expect(first.headers["webhook-id"]).toBe(job.id);
    await receiver.close();
  });

  it("is not lost with the door that took it", async () => {
    scene = await aGateway(SETTINGS);
    const receiver = await aReceiver();
    const body = { ...anEcho(), webhook: { url: receiver.url } };
    const { id } = await scene.client.submitJob({ body });
    await scene.reopen(() => scene.mesh.until(() => scene.node.runtime.open === 0));
    expect((await receiver.next()).headers["webhook-id"]).toBe(id);
    await receiver.close();
  });

  it("is refused to a private address, unless that is allowed", async () => {
    scene = await aGateway({ mesh: { nodes: 1 }, components: { poster: createNodePoster() } });
    const body = { ...anEcho(), webhook: { url: "http://127.0.0.1:9/hook" } };
    const { status, json } = await postJson(`${scene.gateway.url}/v1/jobs`, body);
    expect([status, json["path"]]).toEqual([400, "body.webhook.url"]);
  });
});
