import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { aDirectory } from "../a-directory.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

describe("icn-mesh as a process", () => {
  it("starts a node, and ends with 0 when it is told to", async () => {
    const node = spawned(["start", "--json", "--data", await aDirectory(), ...LOCAL]);
    expect(await nextWords(node)).toMatchObject({ type: "ready", did: expect.stringContaining("did:key:") });
    node.kill("SIGTERM");
    expect(await once(node, "exit")).toEqual([0, null]);
  }, 300_000);

  it("ends with 3 and what to do where the data directory is taken", async () => {
    const data = await aDirectory();
    const first = spawned(["start", "--json", "--stop-with-input", "--data", data, ...LOCAL]);
    await nextWords(first);
    const second = spawned(["start", "--data", data, ...LOCAL]);
    const complaints = textOf(second);
    expect(await once(second, "exit")).toEqual([3, null]);
    expect(await complaints).toContain("NODE_DATA_LOCKED");
    first.stdin?.end();
    expect(await once(first, "exit")).toEqual([0, null]);
  }, 300_000);

  it("starts a federation, and leaves no process behind", async () => {
    const root = join(await aDirectory(), "nodes");
    const mesh = spawned(["dev", "--json", "--port", "0", "--nodes", "2", "--data", root]);
    const words = await nextWords(mesh);
    expect(words).toMatchObject({ type: "ready", nodes: [{ name: "node-1" }, { name: "node-2" }] });
    mesh.kill("SIGINT");
    expect(await once(mesh, "exit")).toEqual([0, null]);
    for (const name of ["node-1", "node-2"]) {
      const check = spawned(["verify", "--json", "--data", join(root, name)]);
      expect(await nextWords(check)).toMatchObject({ ok: true });
    }
  }, 300_000);
});

const LOCAL = ["--set", "network.listen=/ip4/127.0.0.1/tcp/0", "--set", "log=off", "--set", "http.port=0"];

function spawned(args: readonly string[]): ChildProcess {
  const child = spawn(execPath, ["--conditions=@icn-mesh/source", "--no-warnings", MAIN, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...env, NO_COLOR: "1" },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function nextWords({ stdout }: ChildProcess): Promise<unknown> {
  if (stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line);
  throw new Error("it ended without a word");
}

async function textOf({ stderr }: ChildProcess): Promise<string> {
  let text = "";
  for await (const piece of stderr ?? []) text += piece;
  return text;
}
