import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEcho, type GatewayScene } from "../a-gateway.ts";
import { postJson } from "../raw-request.ts";

let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway();
});
afterAll(() => scene.stop());

describe("mana over HTTP", () => {
  it("is told with every change, whose sum is what there is", async () => {
    const { client, mesh } = scene;
    await client.submitAndWait(anEcho());
    await mesh.until(async () => {
      const { held, due } = await client.showBalance();
      return held === "0" && due === "0"; // what came back is taken in
    });
    const { moves, next } = await client.manaHistory();
    expect(next).toBeNull();
    const sum = moves.reduce((total, { change }) => total + BigInt(change ?? "0"), 0n);
    expect(String(sum)).toBe((await client.showBalance()).free);
    expect(moves.map(({ reason }) => reason)).toEqual(expect.arrayContaining(["deposit", "hold", "close"]));
  });

  it("is given once under one key, and another wish under it is refused", async () => {
    const { client, mesh, gateway } = scene;
    const to = mesh.nodes[1]!.did;
    const before = BigInt((await client.showBalance()).free);
    const first = await client.transferMana({ body: { to, amount: "7" }, idempotencyKey: "gift" });
    const second = await client.transferMana({ body: { to, amount: "7" }, idempotencyKey: "gift" });
    expect(second).toEqual({ ...first, isNew: false });
    expect(BigInt((await client.showBalance()).free)).toBe(before - 7n);
    const other = await postJson(
      `${gateway.url}/v1/mana/transfer`,
      { to, amount: "8" },
      { "idempotency-key": "gift" },
    );
    expect([other.status, other.json["code"]]).toEqual([409, "GATEWAY_IDEMPOTENCY_MISMATCH"]);
  });

  it("is refused where there is not enough, and the key is free for another try", async () => {
    const { client, mesh, gateway } = scene;
    const to = mesh.nodes[1]!.did;
    const url = `${gateway.url}/v1/mana/transfer`;
    const refused = await postJson(url, { to, amount: "100000" }, { "idempotency-key": "much" });
    expect([refused.status, refused.json["code"]]).toEqual([402, "ECONOMICS_INSUFFICIENT"]);
    const smaller = await client.transferMana({ body: { to, amount: "1" }, idempotencyKey: "much" });
    expect(smaller.isNew).toBe(true);
  });
});
