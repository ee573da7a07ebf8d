import { type Route, routes, SCOPES } from "@icn-mesh/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { aGateway, type GatewayScene } from "../a-gateway.ts";

let scene: GatewayScene;
beforeAll(async () => {
  const limits = { requestsPerMinute: 100_000, strangersPerMinute: 100_000 };
  scene = await aGateway({ mesh: { nodes: 1 }, settings: { auth: "keys", limits } });
});
afterAll(() => scene.stop());

const named = Object.entries<Route>(routes);
const guarded = named.filter(([, { scope }]) => scope !== null);

/** As a request comes that names nothing that there is. */
async function ask({ method, path, body }: Route, headers: Record<string, string>, as = method as string) {
  const url = scene.gateway.url + path.replaceAll(/\{\w+\}/g, "x");
  const type = body === "bytes" ? "application/octet-stream" : "application/json";
  const sent = body === undefined ? {} : { body: "{}", headers: { ...headers, "content-type": type } };
  const response = await fetch(url, { method: as, headers, ...sent });
  const text = await response.text();
  const { status } = response;
  return { status, problem: text === "" || status < 400 ? {} : JSON.parse(text) };
}

/** A key that is good for everything but what a route wants. */
async function keyWithout(scope: string): Promise<string> {
  const { node } = scene;
  const scopes = SCOPES.filter((each) => each !== scope && each !== "admin");
  const body = { name: `all but ${scope}`, scopes };
  return (await scene.clientAs({ signer: node.signer }).createApiKey({ body })).secret;
}

/** The status with which a WebSocket is refused, or 101 where it opens. */
function statusOfSocket(protocols: readonly string[]): Promise<number> {
  const socket = new WebSocket(`${scene.gateway.url.replace(/^http/, "ws")}/v1/events`, [...protocols]);
  return new Promise((resolve, reject) => {
    socket.on("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.on("error", (error) => (socket.readyState === WebSocket.CLOSING ? undefined : reject(error)));
  });
}

describe("a door that wants keys", () => {
  it("asks for one on every route, save those that anybody may ask", async () => {
    expect(named.filter(([, { scope }]) => scope === null).map(([name]) => name)).toEqual([
      "health",
      "ready",
      "openapi",
    ]);
    for (const [name, route] of guarded)
      expect(await ask(route, {}), name).toMatchObject({
        status: 401,
        problem: { code: "GATEWAY_UNAUTHENTICATED", why: "no-credentials" },
      });
    for (const [name, route] of guarded.filter(([, { ranged }]) => ranged === true))
      expect((await ask(route, {}, "HEAD")).status, name).toBe(401);
  });

  it("lets a key do nothing on any route but what its scopes say", async () => {
    const keys = new Map<string, string>();
    for (const [name, route] of guarded) {
      const scope = route.scope ?? "";
      const key = keys.get(scope) ?? (await keyWithout(scope));
      keys.set(scope, key);
      expect(await ask(route, { authorization: `Bearer ${key}` }), name).toMatchObject({
        status: 403,
        problem: { code: "GATEWAY_NOT_ALLOWED", needs: scope },
      });
    }
  });

  it("wants the same of a WebSocket, whose key comes as a protocol and is not said back", async () => {
    expect(await statusOfSocket(["icn-mesh"])).toBe(401);
    const route = named.find(([name]) => name === "events")?.[1];
    const poor = await keyWithout(route?.scope ?? "");
    expect(await statusOfSocket(["icn-mesh", `icn-mesh-key.${poor}`])).toBe(403);
    expect(await statusOfSocket(["icn-mesh", `icn-mesh-key.${await keyWithout("mana:write")}`])).toBe(101);
    expect(await statusOfSocket(["icn-mesh", "icn-mesh-key.icnm_x_y"])).toBe(401);
  });
});
