import { createMemoryStorage } from "@icn-mesh/core";
import { openQuotaBook, type QuotaBook } from "@icn-mesh/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEcho, type GatewayScene } from "../a-gateway.ts";
import { postJson } from "../raw-request.ts";

let quotas: QuotaBook;
let scene: GatewayScene;
beforeAll(async () => {
  quotas = await openQuotaBook(createMemoryStorage(), { standard: { openJobs: 7 } });
  scene = await aGateway({
    // One node that runs nothing: what is open stays open.
    mesh: { nodes: 1, node: () => ({ quotaOf: (account) => quotas.quotaOf(account) }) },
    components: { quotas },
    settings: { auth: "keys" },
  });
});
afterAll(() => scene.stop());

const operator = () => scene.clientAs({ signer: scene.node.signer });
const problemOf = (asked: Promise<unknown>) => asked.then(String, (error) => error.failure.problem);

describe("quotas over HTTP", () => {
  it("are set, shown to whom they bind, listed, and taken back", async () => {
    const body = { name: "one", scopes: ["mana:read" as const] };
    const { key, secret } = await operator().createApiKey({ body });
    const params = { did: key.account };
    const client = scene.clientAs({ apiKey: secret });
    expect((await client.showUsage()).quota).toEqual({ openJobs: 7, spendPerDay: null });
    const set = await operator().setQuota({ params, body: { openJobs: 2, spendPerDay: "50" } });
    expect(set).toMatchObject({
      account: key.account,
      openJobs: 0,
      quota: { openJobs: 2, spendPerDay: "50" },
    });
    expect(await client.showUsage()).toMatchObject({ quota: set.quota, spent: {} });
    expect((await operator().showQuota({ params })).quota).toEqual(set.quota);
    expect(await operator().listQuotas()).toEqual({
      standard: { openJobs: 7, spendPerDay: null },
      quotas: [{ account: key.account, openJobs: 2, spendPerDay: "50" }],
    });
    expect((await operator().clearQuota({ params })).quota).toEqual({ openJobs: 7, spendPerDay: null });
    expect(await problemOf(operator().clearQuota({ params }))).toMatchObject({ status: 404, what: "quota" });
    for (const asked of [client.showQuota({ params }), client.setQuota({ params, body: {} })])
      expect(await problemOf(asked)).toMatchObject({ status: 403, needs: "admin" });
  });

  it("refuse a job beyond them with 429 and when to ask again", async () => {
    const open = await aGateway({
      mesh: { nodes: 1, node: () => ({ quotaOf: (account) => quotas.quotaOf(account) }) },
      components: { quotas },
    });
    const params = { did: open.node.did };
    const submit = () => postJson(`${open.gateway.url}/v1/jobs`, anEcho());
    await open.client.setQuota({ params, body: { openJobs: 1 } });
    expect((await submit()).status).toBe(202);
    const crowded = await submit();
    expect([crowded.status, crowded.json["code"]]).toEqual([429, "RUNTIME_QUOTA_OPEN_JOBS"]);
    expect(Number(crowded.headers.get("retry-after"))).toBeGreaterThan(0);
    await open.client.setQuota({ params, body: { spendPerDay: "150" } });
    const dear = await submit();
    expect([dear.status, dear.json["code"]]).toEqual([429, "RUNTIME_QUOTA_SPEND"]);
    const seconds = Number(dear.headers.get("retry-after"));
    expect(seconds).toBe(Math.ceil(Number(dear.json["resetsInMs"]) / 1000));
    expect((await open.client.showUsage()).openJobs).toBe(1);
    await open.stop();
  });
});
