import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEcho, type GatewayScene } from "../a-gateway.ts";
import { postJson, rawRequest } from "../raw-request.ts";

let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway({ mesh: { nodes: 1 } });
});
afterAll(() => scene.stop());

const NO_JOB = "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua";

describe("a request that is wrong", () => {
  it("is answered with a problem that has a code and the id of the request", async () => {
    const { status, type, json } = await rawRequest(`${scene.gateway.url}/v1/jobs/${NO_JOB}`);
    expect(status).toBe(404);
    expect(type).toMatch(/^application\/problem\+json/);
    expect(json).toMatchObject({ code: "GATEWAY_UNKNOWN", what: "job", requestId: expect.any(String) });
  });

  it("AC-176: is unknown of an unknown job, whatever is asked about it", async () => {
    const url = `${scene.gateway.url}/v1/jobs/${NO_JOB}`;
    for (const part of ["/progress", "/events", "/result", "/history", "/history.car", "/why-not"])
      expect((await rawRequest(url + part)).json["code"]).toBe("GATEWAY_UNKNOWN");
    expect((await postJson(`${url}/cancel`, {})).json["code"]).toBe("GATEWAY_UNKNOWN");
  });

  it("is told which field is wrong", async () => {
    const body = { ...anEcho(), cost: "-1" };
    const { status, json } = await postJson(`${scene.gateway.url}/v1/jobs`, body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: "GATEWAY_BAD_REQUEST", path: "body.cost" });
  });

  it("AC-053: is told by the code of the mesh what a spec lacks", async () => {
    const spec = { kind: { type: "echo", params: { payload: 7 } } };
    const { status, json } = await postJson(`${scene.gateway.url}/v1/jobs`, { spec, cost: "1" });
    expect(status).toBe(422);
    expect(json).toMatchObject({ code: "RUNTIME_INVALID_SPEC", path: "kind.params.payload" });
  });

  it("AC-051: is told how much is missing", async () => {
    const { status, json } = await postJson(`${scene.gateway.url}/v1/jobs`, { ...anEcho(), cost: "1001" });
    expect(status).toBe(402);
    expect(json).toMatchObject({ code: "ECONOMICS_INSUFFICIENT", short: "1" });
  });

  it.each([
    ["no JSON", "{", 400, "GATEWAY_BAD_REQUEST"],
    ["half a character", "\ud800", 400, "GATEWAY_BAD_REQUEST"],
    ["too deep", "[".repeat(5000) + "]".repeat(5000), 400, "GATEWAY_BAD_REQUEST"],
    ["too large", JSON.stringify({ spec: "x".repeat(1_100_000) }), 413, "GATEWAY_BODY_TOO_LARGE"],
    ["a prototype", '{"__proto__":{"cost":"1"}}', 400, "GATEWAY_BAD_REQUEST"],
  ])("is refused where the body is %s", async (_, body, ...refusal) => {
    const answer = await postJson(`${scene.gateway.url}/v1/jobs`, body);
    expect([answer.status, answer.json["code"]]).toEqual(refusal);
  });

  it("is refused where the body is of another type", async () => {
    const headers = { "content-type": "text/plain" };
    const { status, json } = await rawRequest(`${scene.gateway.url}/v1/jobs`, {
      method: "POST",
      body: "{}",
      headers,
    });
    expect([status, json["code"], json["path"]]).toEqual([
      400,
      "GATEWAY_BAD_REQUEST",
      "headers.content-type",
    ]);
  });

  it("is unknown at a path that nothing has", async () => {
    for (const path of ["/", "/v1", "/v2/jobs", "/v1/jobs/%", "/v1/../etc/passwd"]) {
      const { status, json, text } = await rawRequest(scene.gateway.url + path);
      expect([400, 404]).toContain(status);
      expect(json["code"]).toMatch(/^GATEWAY_(UNKNOWN_ROUTE|BAD_REQUEST)$/);
      expect(text).not.toMatch(/node_modules|\.ts:\d/);
    }
  });
});

describe("an open door", () => {
  it("refuses a page of another origin, and a name that was made to lead here", async () => {
    const url = `${scene.gateway.url}/v1/health`;
    const page = await rawRequest(url, { headers: { origin: "https://evil.example" } });
    expect([page.status, page.json["code"]]).toEqual([403, "GATEWAY_FOREIGN_ORIGIN"]);
    expect(page.headers.get("access-control-allow-origin")).toBeNull();
  });
});
