import { describe, expect, it } from "vitest";
import { networkContract } from "../../src/testing/index.ts";
import { createMemoryNodes } from "./memory-nodes.ts";

const NEWS = "/icn-mesh/1/test/news";
const ECHO = { name: "/icn-mesh/echo/1" };

describe("a network in memory", () => {
  for (const { promise, check } of networkContract) it(promise, () => check(createMemoryNodes()));

  it("tells of every copy of a message, and of all bytes of a stream, that set out over a link", async () => {
    const sent: [name: string, bytes: number][] = [];
    const nodes = createMemoryNodes("sent", (name, bytes) => sent.push([name, bytes]));
    const [hub, ...others] = [await nodes.node(), await nodes.node(), await nodes.node()];
    for (const other of others) {
      await hub.connect(other.addresses()[0] ?? "");
      other.subscribe(NEWS, { validate: () => "accept", handle: () => undefined });
      other.handle(ECHO, ({ bytes }) => bytes);
    }
    await hub.publish(NEWS, new Uint8Array(7));
    await nodes.pass(0);
    expect(sent).toEqual([
      [NEWS, 7],
      [NEWS, 7],
    ]);
    sent.length = 0;
    await hub.request(others[0]?.self ?? hub.self, ECHO, new Uint8Array(100));
    expect(new Set(sent.map(([name]) => name))).toEqual(new Set([ECHO.name]));
    // There and back, each with its frame.
    expect(sent.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeGreaterThanOrEqual(200);
  });
});
