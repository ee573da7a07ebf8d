import { createClient } from "@icn-mesh/client";
import { createKeySigner, createSeededRng } from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEcho, type GatewayScene } from "../a-gateway.ts";
import { postJson, rawRequest } from "../raw-request.ts";

let scene: GatewayScene;
const stranger = createKeySigner({
  engine: nodeCryptoEngine(),
  secretKey: createSeededRng("stranger").bytes(32),
});

beforeAll(async () => {
  scene = await aGateway({ mesh: { nodes: 1 }, settings: { auth: "keys" } });
});
afterAll(() => scene.stop());

const operator = () => scene.clientAs({ signer: scene.node.signer });
const problemOf = (asked: Promise<unknown>) => asked.then(String, (error) => error.failure.problem);

describe("a caller without a key", () => {
  it("AC-170: is told that it needs one, and sees only what anybody may", async () => {
    const { gateway, client } = scene;
    const { status, json, headers } = await rawRequest(`${gateway.url}/v1/jobs`);
    expect([status, json["code"], json["why"]]).toEqual([401, "GATEWAY_UNAUTHENTICATED", "no-credentials"]);
    expect(headers.get("www-authenticate")).toBe("Bearer");
    expect((await client.health()).status).toBe("ok");
    expect((await client.ready()).ready).toBe(true);
  });

  it("is not let in by a key that nobody made", async () => {
    for (const authorization of [
      "Bearer ",
      "Bearer icnm_x_y",
      "Basic dXNlcjpwYXNz",
      `Bearer ${"x".repeat(5000)}`,
    ]) {
      const { status, json } = await rawRequest(`${scene.gateway.url}/v1/jobs`, {
        headers: { authorization },
      });
      expect([status, json["code"]]).toEqual([401, "GATEWAY_UNAUTHENTICATED"]);
    }
  });
});

describe("an API key", () => {
  it("AC-170: lets in, for what its scopes say and no more", async () => {
    const body = { name: "reader", scopes: ["jobs:read"] as const };
    const { secret, key } = await operator().createApiKey({ body: { ...body, scopes: [...body.scopes] } });
    const client = scene.clientAs({ apiKey: secret });
    expect((await client.listJobs()).jobs).toEqual([]);
    const refused = await problemOf(client.submitJob({ body: anEcho() }));
    expect(refused).toMatchObject({ status: 403, code: "GATEWAY_NOT_ALLOWED", needs: "jobs:write" });
    const headers = { "x-api-key": secret };
    expect((await rawRequest(`${scene.gateway.url}/v1/jobs`, { headers })).status).toBe(200);
    await operator().revokeApiKey({ params: { id: key.id } });
    expect(await problemOf(client.listJobs())).toMatchObject({ status: 401, why: "bad-key" });
  });

  it("acts for an account of its own, and sees nothing of the others", async () => {
    const scopes = ["jobs:read" as const, "jobs:write" as const, "mana:read" as const];
    const [one, other] = await Promise.all(
      ["one", "other"].map((name) => operator().createApiKey({ body: { name, scopes } })),
    );
    const client = scene.clientAs({ apiKey: one!.secret });
    expect(await client.showBalance()).toMatchObject({ account: one!.key.account, free: "0" });
    expect(one!.key.account).not.toBe(other!.key.account);
    const poor = await problemOf(client.submitJob({ body: anEcho() }));
    expect(poor).toMatchObject({ status: 402, code: "ECONOMICS_INSUFFICIENT" });
    const { id } = await operator().submitJob({ body: anEcho() });
    const params = { id };
    expect(await problemOf(client.showJob({ params }))).toMatchObject({ status: 404, what: "job" });
    expect(await problemOf(client.cancelJob({ params, body: {} }))).toMatchObject({ status: 404 });
    expect((await client.listJobs()).jobs).toEqual([]);
    expect((await client.listJobs({ query: { creator: scene.node.did } })).jobs).toEqual([]);
    expect((await operator().listJobs()).jobs.map((job) => job.id)).toContain(id);
  });
});

describe("a request that is signed", () => {
  it("by the node's own key may do everything", async () => {
    expect((await operator().listApiKeys()).keys.every(({ id }) => id !== "")).toBe(true);
  });

  it("by anybody else is refused, unless signers are heard", async () => {
    const refused = await problemOf(scene.clientAs({ signer: stranger }).showBalance());
    expect(refused).toMatchObject({ status: 401, why: "unknown-signer" });
    const open = await aGateway({ mesh: { nodes: 1 }, settings: { auth: "keys", signers: "anyone" } });
    const client = open.clientAs({ signer: stranger });
    expect(await client.showBalance()).toMatchObject({ account: stranger.did, free: "0" });
    expect(await problemOf(client.listApiKeys())).toMatchObject({ status: 403, needs: "admin" });
    expect(await problemOf(client.submitJob({ body: anEcho() }))).toMatchObject({ code: "GATEWAY_NOT_HERE" });
    await open.stop();
  });

  it("is good once, and only as it was signed", async () => {
    const { gateway, node } = scene;
    const sent: { readonly url: string; readonly init: RequestInit }[] = [];
    const recording = createClient({
      url: gateway.url,
      signer: node.signer,
      fetch: (url, init) => {
        sent.push({ url, init: init as RequestInit });
        return fetch(url, init as RequestInit) as never;
      },
    });
    await recording.createApiKey({ body: { name: "recorded", scopes: ["jobs:read"] } });
    const { url, init } = sent[0]!;
    expect((await rawRequest(url, init)).json["why"]).toBe("replayed");
    const headers = init.headers as Record<string, string>;
    const other = {
      ...headers,
      "signature-input": headers["signature-input"]!.replace(/nonce="./, 'nonce="-'),
    };
    expect((await rawRequest(url, { ...init, headers: other })).json["why"]).toBe("bad-signature");
    const elsewhere = await rawRequest(`${gateway.url}/v1/jobs?limit=1`, { headers: other });
    expect(elsewhere.json["why"]).toBe("bad-signature");
  });

  it("covers its body", async () => {
    const { gateway, node } = scene;
    const swapping = createClient({
      url: gateway.url,
      signer: node.signer,
      fetch: (url, init) => {
        const body = JSON.stringify({ name: "swapped", scopes: ["admin"] });
        return fetch(url, { ...init, body } as RequestInit) as never;
      },
    });
    const swapped = await problemOf(swapping.createApiKey({ body: { name: "mine", scopes: ["jobs:read"] } }));
    expect(swapped).toMatchObject({ status: 401, why: "unsigned-body" });
    const names = (await operator().listApiKeys()).keys.map(({ name }) => name);
    expect(names).not.toContain("swapped");
  });
});

describe("too many requests", () => {
  it("are refused with the time after which to ask again", async () => {
    const limits = { requestsPerMinute: 3, strangersPerMinute: 3 };
    const strict = await aGateway({ mesh: { nodes: 1 }, settings: { limits } });
    const ask = () => rawRequest(`${strict.gateway.url}/v1/jobs`);
    const answers = [await ask(), await ask(), await ask(), await ask()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[3]?.json["code"]).toBe("GATEWAY_TOO_MANY_REQUESTS");
    expect(Number(answers[3]?.headers.get("retry-after"))).toBeGreaterThan(0);
    await strict.stop();
  });
});

describe("too many requests of those who sign with keys of their own", () => {
  it("are refused by address, since a new key costs nothing", async () => {
    const limits = { strangersPerMinute: 3 };
    const open = await aGateway({
      mesh: { nodes: 1 },
      settings: { auth: "keys", signers: "anyone", limits },
    });
    const codes: unknown[] = [];
    for (let count = 0; count < 4; count++) {
      const secretKey = createSeededRng(`key ${count}`).bytes(32);
      const signer = createKeySigner({ engine: nodeCryptoEngine(), secretKey });
      const asked = open.clientAs({ signer }).showBalance();
      codes.push(
        await asked.then(
          () => "answered",
          (error) => error.failure.problem.code,
        ),
      );
    }
    expect(codes).toEqual(["answered", "answered", "answered", "GATEWAY_TOO_MANY_REQUESTS"]);
    expect((await open.clientAs({ signer: open.node.signer }).showBalance()).account).toBe(open.node.did);
    await open.stop();
  });
});

describe("what belongs to the node alone", () => {
  it("is no block to whoever is not its operator, and no account is asked about for others", async () => {
    const { key, secret } = await operator().createApiKey({
      body: { name: "reader", scopes: ["mesh:read", "mana:read"] },
    });
    const client = scene.clientAs({ apiKey: secret });
    const cid = (await scene.node.storage.ref(`apikey/${key.id}`))!;
    const params = { cid };
    for (const asked of [
      client.getBlock({ params }),
      client.showBlock({ params }),
      client.walkDag({ params }),
      client.exportDag({ params }),
    ])
      expect(await problemOf(asked)).toMatchObject({ status: 404, what: "block" });
    expect((await operator().showBlock({ params })).data).toMatchObject({ t: "icn-mesh/api-key/1" });
    expect(await client.showAccountHead({ params: { did: key.account } })).toMatchObject({ seq: 0 });
    const other = client.showAccountHead({ params: { did: scene.node.did } });
    expect(await problemOf(other)).toMatchObject({ status: 403, needs: "admin" });
  });
});

describe("pages", () => {
  it("of origins that are allowed may call, and of no other", async () => {
    const origin = "https://app.example.org";
    const open = await aGateway({ mesh: { nodes: 1 }, settings: { allowOrigin: [origin] } });
    const url = `${open.gateway.url}/v1/health`;
    const allowed = await rawRequest(url, { headers: { origin } });
    expect(allowed.headers.get("access-control-allow-origin")).toBe(origin);
    const other = await rawRequest(url, { headers: { origin: "https://other.example" } });
    expect([other.status, other.json["code"]]).toEqual([403, "GATEWAY_FOREIGN_ORIGIN"]);
    const preflight = await rawRequest(`${open.gateway.url}/v1/jobs`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(204);
    const methods = preflight.headers.get("access-control-allow-methods") ?? "";
    for (const method of ["DELETE", "GET", "POST", "PUT"]) expect(methods).toContain(method);
    expect(await postJson(url, {}, { origin: "null" })).toMatchObject({ status: 403 });
    await open.stop();
  });
});
