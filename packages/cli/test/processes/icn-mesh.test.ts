import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aDirectory } from "../a-directory.ts";
import { spawned } from "./spawned.ts";

describe("icn-mesh as a process", () => {
  it("starts a node, and ends with 0 when it is told to", async () => {
    const node = spawned(["start", "--json", "--data", await aDirectory(), ...LOCAL]);
    expect(await node.nextWords()).toMatchObject({
      type: "ready",
      did: expect.stringContaining("did:key:"),
    });
    node.kill("SIGTERM");
    expect(await node.ended).toMatchObject({ code: 0 });
  }, 300_000);

  it("ends with 3 and what to do where the data directory is taken", async () => {
    const data = await aDirectory();
    const first = spawned(["start", "--json", "--stop-with-input", "--data", data, ...LOCAL]);
    await first.nextWords();
    const second = spawned(["start", "--data", data, ...LOCAL]);
    expect(await second.ended).toEqual({ code: 3, err: expect.stringContaining("NODE_DATA_LOCKED") });
    first.endInput();
    expect(await first.ended).toMatchObject({ code: 0 });
  }, 300_000);

  it("starts a federation, and leaves no process behind", async () => {
    const root = join(await aDirectory(), "nodes");
    const mesh = spawned(["dev", "--json", "--port", "0", "--nodes", "2", "--data", root]);
    expect(await mesh.nextWords()).toMatchObject({
      type: "ready",
      nodes: [{ name: "node-1" }, { name: "node-2" }],
    });
    mesh.kill("SIGINT");
    expect(await mesh.ended).toMatchObject({ code: 0 });
    for (const name of ["node-1", "node-2"]) {
      const check = spawned(["verify", "--json", "--data", join(root, name)]);
      expect(await check.nextWords()).toMatchObject({ ok: true });
    }
  }, 300_000);
});

const LOCAL = ["--set", "network.listen=/ip4/127.0.0.1/tcp/0", "--set", "log=off", "--set", "http.port=0"];
