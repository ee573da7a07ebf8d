import { cidOf, createMemoryStorage } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { importCar } from "@icn-mesh/dag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEcho, type GatewayScene } from "../a-gateway.ts";
import { textOf } from "../text-of.ts";

let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway();
});
afterAll(() => scene.stop());

describe("a payload over HTTP", () => {
  it("is stored as it streams, found by its CID, and has the CID that everybody gives it", async () => {
    const { client } = scene;
    const pieces = Array.from({ length: 50 }, (_, index) => new Uint8Array(65_537).fill(index));
    async function* source() {
      yield* pieces;
    }
    const streamed = await client.putBlob({ bytes: source() });
    expect(streamed.bytes).toBe(50 * 65_537);
    const whole = new Uint8Array(await new Blob(pieces).arrayBuffer());
    expect((await client.putBlob({ bytes: whole })).cid).toBe(streamed.cid);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of await client.getBlob({ params: { cid: streamed.cid } }))
      parts.push(part.slice());
    expect(cidOf(new Uint8Array(await new Blob(parts).arrayBuffer()), "raw")).toBe(cidOf(whole, "raw"));
  });

  it("is refused where it is larger than may be, and leaves nothing", async () => {
    const small = await aGateway({ mesh: { nodes: 1 }, settings: { limits: { blobBytes: 1000 } } });
    const before = small.node.disk.refs.size;
    const bytes = new Uint8Array(1001);
    const problem = await small.client.putBlob({ bytes }).catch((error) => error.failure.problem);
    expect(problem).toMatchObject({ status: 413, code: "GATEWAY_BODY_TOO_LARGE", maxBytes: 1000 });
    expect(small.node.disk.refs.size).toBe(before);
    await small.stop();
  });

  it("is an input of a job", async () => {
    const { client } = scene;
    const { cid } = await client.putBlob({ bytes: new TextEncoder().encode("input") });
    const { spec, ...terms } = anEcho();
    const job = await client.submitAndWait({ ...terms, spec: { ...spec, inputs: [cid] } });
    expect(job.status).toBe("Completed");
  });
});

describe("the DAG over HTTP", () => {
  it("shows a history block by block, and gives it as a CAR", async () => {
    const { client, node } = scene;
    const job = await client.submitAndWait(anEcho());
    const head = (await node.storage.ref(`done/${job.id}`))!;
    const { blocks, missing, cut } = await client.walkDag({ params: { cid: head } });
    expect([missing, cut]).toEqual([[], false]);
    expect(blocks.map(({ cid }) => cid)).toContain(job.id);
    const shown = await client.showBlock({ params: { cid: job.id } });
    expect(shown.data).toMatchObject({ t: "icn/job/1", by: node.did });
    const storage = createMemoryStorage();
    const car = await client.exportDag({ params: { cid: head } });
    const imported = await importCar({ storage, clock: systemClock }, car);
    expect(imported).toMatchObject({ ok: true, roots: [head], blocks: blocks.length });
    const first = await client.walkDag({ params: { cid: head }, query: { limit: 1 } });
    expect(first).toMatchObject({ cut: true, blocks: [{ cid: head, depth: 0 }] });
  });

  it("AC-176: does not know a block that is not here", async () => {
    const { client } = scene;
    const cid = cidOf(Uint8Array.of(1, 2, 3), "raw");
    const problem = await client.getBlock({ params: { cid } }).catch((error) => error.failure.problem);
    expect(problem).toMatchObject({ status: 404, what: "block" });
    expect(
      await client.getBlob({ params: { cid } }).then(textOf, (error) => error.failure.problem.what),
    ).toBe("payload");
  });
});
