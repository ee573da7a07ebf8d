import { once } from "node:events";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { getuid, platform } from "node:process";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { aDirectory } from "../a-directory.ts";
import { aServedNode } from "../online/a-served-node.ts";
import { typed } from "../typed.ts";
import { aRelay } from "./a-relay.ts";
import { spawned } from "./spawned.ts";

vi.setConfig({ testTimeout: 300_000 });

const QUIET = ["--set", "log=off", "--set", "network.table=off"];
const ANY_PORT = ["--listen", "/ip4/127.0.0.1/tcp/0", "--set", "http.port=0"];

describe("icn-mesh start ends with 3 and what to do", () => {
  it("where another program has the port of the API", async () => {
    const args = ["--listen", "/ip4/127.0.0.1/tcp/0", "--set", `http.port=${await aTakenPort()}`];
    expect(await start(...args)).toEqual({ code: 3, err: expect.stringContaining("GATEWAY_CANNOT_LISTEN") });
  });

  it("where another program has the port of the network", async () => {
    const args = ["--listen", `/ip4/127.0.0.1/tcp/${await aTakenPort()}`, "--set", "http.port=0"];
    expect(await start(...args)).toEqual({ code: 3, err: expect.stringMatching(/\(NETWORK_[A-Z_]+\)/) });
  });

  it("where it has no permission to write its data", async () => {
    const { ended } = spawned(["start", "--data", await aForbiddenPlace(), ...ANY_PORT, ...QUIET]);
    expect(await ended).toEqual({ code: 3, err: expect.stringContaining("NODE_DATA_IO") });
  });

  it.each([
    { what: "is corrupt", text: "network: { listen: [", says: "CLI_CONFIG" },
    { what: "is no text", text: "\u0000\u0001\u0002", says: "CLI_CONFIG" },
    { what: "says what makes no sense", text: "network: { connections: many }", says: "network.connections" },
    { what: "has a secret in it", text: "keys: { passphrase: sesame }", says: "ICN_MESH_KEYS_PASSPHRASE" },
  ])("where the configuration $what", async ({ text, says }) => {
    const config = join(await aDirectory(), "icn-mesh.yaml");
    await writeFile(config, text);
    const { code, err } = await start("--config", config, ...ANY_PORT);
    expect([code, err]).toEqual([3, expect.stringContaining(says)]);
    expect(err).not.toContain("sesame");
  });

  it("where the passphrase is a wrong one", async () => {
    const directory = await aDirectory();
    const data = join(directory, "data");
    const env = { ICN_MESH_KEYS_PASSPHRASE: "right" };
    const init = await typed(["init", "--config", join(directory, "icn-mesh.yaml"), "--data", data], { env });
    expect(init.exit).toBe(0);
    const { ended } = spawned(["start", "--data", data, ...ANY_PORT, ...QUIET], {
      ICN_MESH_KEYS_PASSPHRASE: "wrong",
    });
    expect(await ended).toEqual({ code: 3, err: expect.stringContaining("CORE_KEY_FILE_WRONG_PASSPHRASE") });
  });
});

describe("icn-mesh watch", () => {
  it("ends with 4 where there is no node", async () => {
    const { ended } = spawned(["watch", NO_JOB, "--url", "http://127.0.0.1:1"]);
    expect(await ended).toEqual({ code: 4, err: expect.stringContaining("CLIENT_UNREACHABLE") });
  });

  it("goes on after the network was lost, and misses no end", async () => {
    const gate = Promise.withResolvers<void>();
    const { url } = await aServedNode({
      async echo() {
        await gate.promise;
        return { type: "ok", result: new Uint8Array([1]), outputs: new Map() };
      },
    });
    const relay = await aRelay();
    relay.leadTo(url);
    const watch = spawned(["watch", await submitted(url), "--json", "--url", relay.url]);
    expect(await watch.nextWords()).toMatchObject({ event: "entry" });
    await relay.cut();
    gate.resolve();
    relay.leadTo(url);
    expect(await watch.ended).toEqual({ code: 0, err: "" });
  });

  it("goes on after the node was killed, and has come back", async () => {
    const data = join(await aDirectory(), "data");
    const relay = await aRelay();
    const first = spawned(["start", "--json", "--data", data, ...ANY_PORT, ...QUIET]);
    const { url } = await first.nextWords();
    relay.leadTo(String(url));
    const id = await submitted(String(url));
    const watch = spawned(["watch", id, "--json", "--url", relay.url]);
    expect(await watch.nextWords()).toMatchObject({ event: "entry" });
    first.kill("SIGKILL");
    await first.ended;
    await relay.cut();
    const second = spawned(["start", "--json", "--data", data, ...ANY_PORT, ...QUIET]);
    const { url: next } = await second.nextWords();
    relay.leadTo(String(next));
    expect(await typed(["cancel", id, "--url", String(next)])).toMatchObject({ exit: 0 });
    expect(await watch.ended).toEqual({ code: 1, err: "" });
    second.kill("SIGTERM");
    expect(await second.ended).toMatchObject({ code: 0 });
  });
});

const NO_JOB = "bafyreihufho6vtblr5n3lp2wibhoq4n763z35b5bsrfgakixqyrg3fp7zq";

async function start(...args: readonly string[]) {
  return spawned(["start", "--data", join(await aDirectory(), "data"), ...args, ...QUIET]).ended;
}

/** Of a job that waits an hour for a bid. */
async function submitted(url: string): Promise<string> {
  const line = [
    "submit",
    "--echo",
    "hello",
    "--enough-bids",
    "1",
    "--bid-window-ms",
    "3600000",
    "--url",
    url,
  ];
  const { exit, out } = await typed(line);
  expect(exit).toBe(0);
  return out.trim();
}

async function aTakenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Where nobody may make a directory: not the superuser either, who may write where nobody else may. */
async function aForbiddenPlace(): Promise<string> {
  if (platform === "linux" && getuid?.() === 0) return "/sys/icn-mesh-data";
  const directory = join(await aDirectory(), "read-only");
  if (platform === "win32") await writeFile(directory, "a file is in the way");
  else await mkdir(directory);
  await chmod(directory, 0o500);
  return join(directory, "data");
}
