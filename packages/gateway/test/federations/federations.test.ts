import { cidOf, type NetworkId } from "@icn-mesh/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FederationDesk } from "../../src/index.ts";
import { aGateway, type GatewayScene } from "../a-gateway.ts";

const [home, other] = [1, 2].map((seed) => cidOf(Uint8Array.of(seed)) as string as NetworkId) as [
  NetworkId,
  NetworkId,
];

/** A node that is in one federation, with something open, and joins any other that is called so. */
const desk: FederationDesk = {
  list: () => [{ net: home, isHome: true, isMember: true, isGuard: false, open: 2 }],
  join: async ([record]) =>
    record === "good"
      ? { ok: true, net: other, isNew: true }
      : { ok: false, refusal: { code: "NODE_NOT_JOINABLE" } },
  async leave(net) {
    if (net === other) return { ok: true };
    return { ok: false, refusal: BUSY };
  },
  prune: async ({ dryRun }) => [{ net: home, gone: { ...NOTHING, job: dryRun ? 7 : 0 }, garbage: EMPTY }],
};

const BUSY = { code: "RUNTIME_FEDERATION_BUSY", open: 2, holds: 1 };
const EMPTY = { blocks: 3, bytes: 300 };
const NOTHING = { job: 0, work: 0, bid: 0, log: 0, payload: 0, key: 0, charge: 0, aid: 0, chain: 0 };

let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway({ mesh: { nodes: 1 }, components: { federations: desk } });
});
afterAll(() => scene.stop());

const problemOf = (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error) => error.failure.problem,
  );

describe("the federations of a node", () => {
  it("are listed, joined and left", async () => {
    const { client } = scene;
    expect((await client.listFederations()).federations).toEqual(desk.list());
    expect(await client.joinFederation({ body: { records: ["good"] } })).toEqual({ net: other, isNew: true });
    expect(await client.leaveFederation({ params: { net: other } })).toEqual({ net: other });
  });

  it("are not joined by what no charter has sent, nor left while somebody would lose by it", async () => {
    const { client } = scene;
    expect(await problemOf(client.joinFederation({ body: { records: ["bad"] } }))).toMatchObject({
      status: 422,
      code: "NODE_NOT_JOINABLE",
    });
    expect(await problemOf(client.leaveFederation({ params: { net: home } }))).toMatchObject({
      status: 409,
      ...BUSY,
    });
  });

  it("are nobody's business where a node has no desk for them", async () => {
    const without = await aGateway({ mesh: { nodes: 1 } });
    expect(await problemOf(without.client.listFederations())).toMatchObject({
      status: 501,
      what: "federations",
    });
    await without.stop();
  });
});

describe("what a node keeps", () => {
  it("is pruned, or said to go", async () => {
    const { client } = scene;
    const { pruned } = await client.pruneStore({ body: { dryRun: true } });
    expect(pruned).toEqual([{ net: home, gone: { ...NOTHING, job: 7 }, garbage: EMPTY }]);
    expect((await client.pruneStore({ body: {} })).pruned[0]?.gone).toEqual(NOTHING);
  });
});
