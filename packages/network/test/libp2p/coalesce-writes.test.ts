import { nextTick } from "node:process";
import type { ConnectionEncrypter, MessageStream } from "@libp2p/interface";
import { describe, expect, it } from "vitest";
import { coalesceWrites } from "../../src/libp2p/coalesce-writes.ts";

const ticked = () => new Promise<void>((resolve) => nextTick(resolve));

function secured(connection: object): Promise<unknown> {
  const encrypter = { protocol: "/test", secureOutbound: async () => ({}), secureInbound: async () => ({}) };
  const create = coalesceWrites(() => encrypter as unknown as ConnectionEncrypter);
  return create({}).secureOutbound(connection as MessageStream);
}

describe("writes of one tick", () => {
  it("leave the socket together", async () => {
    const calls: string[] = [];
    const connection = {
      socket: { cork: () => calls.push("cork"), uncork: () => calls.push("uncork") },
      sendData: (data: string) => calls.push(data),
    };
    await secured(connection);
    for (const data of ["a", "b"]) connection.sendData(data);
    await ticked();
    connection.sendData("c");
    await ticked();
    expect(calls).toEqual(["cork", "a", "b", "uncork", "cork", "c", "uncork"]);
  });

  it("are left alone where there is no socket that can hold them back", async () => {
    const calls: string[] = [];
    const connection = { socket: {}, sendData: (data: string) => calls.push(data) };
    await secured(connection);
    await secured({});
    connection.sendData("a");
    expect(calls).toEqual(["a"]);
  });
});
