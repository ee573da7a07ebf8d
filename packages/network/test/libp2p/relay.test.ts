import { afterEach, describe, expect, it } from "vitest";
import type { NetworkNode } from "../../src/network-node.ts";
import { createLibp2pNodes } from "./libp2p-nodes.ts";

const ECHO = { name: "/icn-mesh/echo/1" };
const PUNCH = { name: "/libp2p/dcutr" };
const LOGS = { name: "/icn-mesh/logs/1" };
const nodes = createLibp2pNodes();
afterEach(nodes.stopAll);

/** A node that listens nowhere but at the relay, which is the only one that it has ever dialled. */
async function hiddenBehind(relay: NetworkNode, options: { readonly holePunching?: boolean } = {}) {
  const node = await nodes.node({
    listen: relay.addresses().map((address) => `${address}/p2p-circuit`),
    relay: { client: true, ...options },
  });
  const isRelayed = (address: string) => address.includes("/p2p-circuit");
  await expect.poll(() => node.addresses().some(isRelayed)).toBe(true);
  return node;
}

describe("a node that nobody can dial", () => {
  it("is reached through a relay, and answers requests and streams there", async () => {
    const relay = await nodes.node({ relay: { server: true } });
    const hidden = await hiddenBehind(relay);
    const asker = await nodes.node({ listen: [], relay: { client: true } });
    hidden.handle(ECHO, ({ bytes }) => bytes);
    hidden.accept(LOGS, async (stream) => {
      for await (const bytes of stream.messages) await stream.send(bytes);
      stream.end();
    });

    const [address = ""] = hidden.addresses();
    expect(await asker.connect(address)).toEqual({ ok: true, peer: hidden.self });
    expect(await asker.request(hidden.self, ECHO, Uint8Array.of(1, 2))).toEqual({
      ok: true,
      bytes: Uint8Array.of(1, 2),
    });
    const opened = await asker.open(hidden.self, LOGS);
    if (!opened.ok) throw new Error(opened.code);
    await opened.stream.send(Uint8Array.of(3));
    opened.stream.end();
    const heard: Uint8Array[] = [];
    for await (const bytes of opened.stream.messages) heard.push(bytes);
    expect(heard).toEqual([Uint8Array.of(3)]);
  });

  // Loopback addresses are no public ones, so here a hole is offered and never punched.
  it("offers to do without the relay where hole punching is on, and is still reached where that fails", async () => {
    const relay = await nodes.node({ relay: { server: true } });
    const hidden = await hiddenBehind(relay, { holePunching: true });
    const plain = await hiddenBehind(relay);
    const asker = await nodes.node({ listen: [], relay: { client: true, holePunching: true } });
    for (const node of [hidden, plain]) {
      node.handle(ECHO, ({ bytes }) => bytes);
      await asker.connect(node.addresses()[0] ?? "");
    }
    const [offered, refused] = [await asker.open(hidden.self, PUNCH), await asker.open(plain.self, PUNCH)];
    expect(refused).toEqual({ ok: false, code: "NETWORK_UNSUPPORTED" });
    if (!offered.ok) throw new Error(offered.code);
    offered.stream.abort();
    expect(await asker.request(hidden.self, ECHO, Uint8Array.of(1))).toMatchObject({ ok: true });
  });

  it("is cut off when a relay has carried as much as it gives one connection", async () => {
    const relay = await nodes.node({ relay: { server: true } });
    const hidden = await hiddenBehind(relay);
    const asker = await nodes.node({ listen: [], relay: { client: true } });
    hidden.handle(ECHO, ({ bytes }) => bytes);
    await asker.connect(hidden.addresses()[0] ?? "");
    const half = new Uint8Array(32 * 1024);
    expect(await asker.request(hidden.self, ECHO, half)).toMatchObject({ ok: true });
    expect(await asker.request(hidden.self, ECHO, half)).toEqual({ ok: false, code: "NETWORK_DISCONNECTED" });
  });

  it("gets no place at a peer that does not relay", async () => {
    const peer = await nodes.node();
    const listen = peer.addresses().map((address) => `${address}/p2p-circuit`);
    await expect(nodes.node({ listen, relay: { client: true } })).rejects.toMatchObject({
      code: "NETWORK_CANNOT_LISTEN",
    });
  });
});
