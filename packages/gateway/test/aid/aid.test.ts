import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEcho, type GatewayScene } from "../a-gateway.ts";

let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway({ settings: { auth: "keys" } });
});
afterAll(() => scene.stop());

const operator = () => scene.clientAs({ signer: scene.node.signer });
const problemOf = (asked: Promise<unknown>) => asked.then(String, (error) => error.failure.problem);

describe("mutual aid over HTTP", () => {
  it("is asked for and listed until it is taken back", async () => {
    const client = operator();
    const request = await client.requestAid({ body: { tags: ["food"], id: "bread" } });
    expect(request).toMatchObject({ by: scene.node.did, id: "bread", tags: ["food"] });
    expect((await client.listAid()).requests).toEqual([{ ...request, answers: [] }]);
    expect(await client.withdrawAid({ params: { cid: request.cid } })).toEqual({ withdrawn: true });
    expect((await client.listAid()).requests).toEqual([]);
  });

  it("is offered as a job, with all that it promises", async () => {
    const client = operator();
    const body = { tags: ["compute"], spec: anEcho().spec, cost: "10", atMost: 2 };
    const template = await client.offerAid({ body });
    const [listed] = (await client.listAid()).templates;
    expect(listed).toMatchObject({ cid: template.cid, offer: { used: 0, atMost: 2 } });
    expect(listed?.spec).toMatchObject({ kind: { type: "echo", params: { payload: "hello" } } });
  });

  it("is taken back by nobody else", async () => {
    const request = await operator().requestAid({ body: { tags: ["shelter"] } });
    const scopes = ["aid:write" as const, "mesh:read" as const];
    const { secret } = await operator().createApiKey({ body: { name: "neighbour", scopes } });
    const neighbour = scene.clientAs({ apiKey: secret });
    const refused = await problemOf(neighbour.withdrawAid({ params: { cid: request.cid } }));
    expect(refused).toMatchObject({ status: 404, what: "aid" });
    const own = await neighbour.requestAid({ body: { tags: ["tools"] } });
    expect(own.by).not.toBe(scene.node.did);
    expect(await neighbour.withdrawAid({ params: { cid: own.cid } })).toEqual({ withdrawn: true });
  });
});
