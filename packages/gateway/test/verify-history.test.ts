import { verifyHistoryCar } from "@icn-mesh/client";
import { createSeededRng, createVerifier } from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEcho, type GatewayScene } from "./a-gateway.ts";

const verifier = createVerifier({ engine: nodeCryptoEngine() });
let scene: GatewayScene;
let id: Parameters<typeof verifyHistoryCar>[0];
let car: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  scene = await aGateway();
  ({ id } = await scene.client.submitAndWait(anEcho()));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of await scene.client.jobHistoryCar({ params: { id } })) parts.push(part.slice());
  car = new Uint8Array(await new Blob(parts).arrayBuffer());
});
afterAll(() => scene.stop());

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const check = (bytes: Uint8Array, net: string = scene.mesh.federation.net) =>
  verifyHistoryCar(id, piecesOf(bytes), { net, verifier });

describe("a history that a node shows", () => {
  it("is proven by what it holds, without asking the node", async () => {
    const verified = await check(car);
    expect(verified.problems).toEqual([]);
    expect(verified).toMatchObject({ proven: true, settlement: "paid" });
    const { assignment } = await scene.client.showJob({ params: { id } });
    const price = BigInt(assignment?.price ?? 0);
    expect(verified.paid).toEqual([
      { assignment: assignment?.cid, executor: assignment?.executor, amount: price },
    ]);
  });

  it("is not proven with any bit of it changed", async () => {
    const rng = createSeededRng("one bit");
    for (let count = 0; count < 300; count++) {
      const changed = car.slice();
      const at = rng.below(changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << rng.below(8));
      expect((await check(changed)).proven, `byte ${at}`).toBe(false);
    }
  });

  it("is not proven where it is cut off", async () => {
    for (const share of [0, 0.1, 0.5, 0.9, 0.999])
      expect((await check(car.slice(0, Math.floor(car.length * share)))).proven).toBe(false);
  });

  it("is of no other federation, and of no other job", async () => {
    expect((await check(car, id)).problems).toEqual([{ problem: "other-federation" }]);
    const other = await scene.client.submitAndWait(anEcho("other"));
    const { net } = scene.mesh.federation;
    const verified = await verifyHistoryCar(other.id, piecesOf(car), { net, verifier });
    expect(verified.problems).toEqual([{ problem: "other-job" }]);
  });
});
