import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, type GatewayScene } from "../a-gateway.ts";

let scene: GatewayScene;
let url: string;
let cid: string;
/** More than one block of a file, every byte of which says where it is. */
const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => (at ^ (at >> 8) ^ (at >> 16)) & 0xff);

beforeAll(async () => {
  scene = await aGateway({ mesh: { nodes: 1 } });
  ({ cid } = await scene.client.putBlob({ bytes }));
  url = `${scene.gateway.url}/v1/blobs/${cid}`;
});
afterAll(() => scene.stop());

async function get(headers: Record<string, string>, method = "GET") {
  const response = await fetch(url, { method, headers });
  const body = new Uint8Array(await response.arrayBuffer());
  const header = (name: string) => response.headers.get(name);
  return { status: response.status, body, header, range: header("content-range") };
}

/** Whether the bytes are those of a part; a comparison by the test runner would take longer than all else. */
const isPart = (body: Uint8Array, from: number, to: number) =>
  Buffer.compare(body, bytes.subarray(from, to)) === 0;

describe("a payload over HTTP", () => {
  it("comes whole, by a name that caches may keep", async () => {
    const whole = await get({});
    expect([whole.status, whole.header("etag")]).toEqual([200, `"${cid}"`]);
    expect(whole.header("accept-ranges")).toBe("bytes");
    expect(isPart(whole.body, 0, bytes.length)).toBe(true);
    const known = await get({ "if-none-match": `"${cid}"` });
    expect([known.status, known.body.length]).toEqual([304, 0]);
  });

  it("says its size to HEAD, and sends nothing", async () => {
    const head = await get({}, "HEAD");
    expect([head.status, head.header("content-length")]).toEqual([200, String(bytes.length)]);
    expect(head.body.length).toBe(0);
    const part = await get({ range: "bytes=5-9" }, "HEAD");
    expect([part.status, part.header("content-length"), part.body.length]).toEqual([206, "5", 0]);
    const missing = await fetch(url.slice(0, -8) + "a".repeat(8), { method: "HEAD" });
    expect(missing.status).toBeGreaterThanOrEqual(400);
  });

  it("comes in parts: from its beginning, across its blocks, to its end", async () => {
    const size = bytes.length;
    const parts: readonly (readonly [string, number, number])[] = [
      ["bytes=0-0", 0, 1],
      ["bytes=1000000-2000000", 1_000_000, 2_000_001],
      ["bytes=2999990-", 2_999_990, size],
      ["bytes=-7", size - 7, size],
      ["bytes=2999999-99999999", size - 1, size],
      ["bytes=-99999999", 0, size],
    ];
    for (const [range, from, to] of parts) {
      const part = await get({ range });
      expect([part.status, part.range], range).toEqual([206, `bytes ${from}-${to - 1}/${size}`]);
      expect(isPart(part.body, from, to), range).toBe(true);
    }
  });

  it("is refused beyond its end, with the size that it has", async () => {
    for (const range of ["bytes=3000000-", "bytes=9999999-99999999", "bytes=-0"]) {
      const beyond = await get({ range });
      expect([beyond.status, beyond.range], range).toEqual([416, "bytes */3000000"]);
      expect(JSON.parse(new TextDecoder().decode(beyond.body))).toMatchObject({
        code: "GATEWAY_BAD_RANGE",
        size: 3_000_000,
      });
    }
  });

  it("comes whole for what is no range, for several, and for a range of something else", async () => {
    const others = ["bytes=9-5", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=a-b", "bytes=1"];
    for (const range of others) expect((await get({ range })).status, range).toBe(200);
    expect((await get({ range: "bytes=0-4", "if-range": '"another"' })).status).toBe(200);
    expect((await get({ range: "bytes=0-4", "if-range": `"${cid}"` })).status).toBe(206);
  });

  it("is read in part by the client, and counted like every answer", async () => {
    const parts: Uint8Array[] = [];
    for await (const piece of await scene.client.getBlob({
      params: { cid: cid as never },
      range: { first: 10, last: 19 },
    }))
      parts.push(piece);
    expect(isPart(Buffer.concat(parts), 10, 20)).toBe(true);
    const beyond = scene.client.getBlob({ params: { cid: cid as never }, range: { first: 5_000_000 } });
    await expect(beyond).rejects.toThrow("GATEWAY_BAD_RANGE");
    expect(await scene.client.metrics()).toMatch(
      /icn_mesh_http_requests_total{route="getBlob",status="2xx"} \d/,
    );
  });

  it("may have no bytes at all, of which no part can be had", async () => {
    const empty = await scene.client.putBlob({ bytes: new Uint8Array() });
    const at = `${scene.gateway.url}/v1/blobs/${empty.cid}`;
    const whole = await fetch(at);
    expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, 0]);
    expect((await fetch(at, { headers: { range: "bytes=0-" } })).status).toBe(416);
  });
});
