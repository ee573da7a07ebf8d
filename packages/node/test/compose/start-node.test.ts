import { Buffer } from "node:buffer";
import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Service } from "@icn-mesh/core";
import { createSampleRunner, sampleSpec } from "@icn-mesh/runtime/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import {
  configSchema,
  defineExtension,
  type Node,
  type NodeConfig,
  type NodeExtension,
  openDataDirectory,
  readConfig,
  startNode,
} from "../../src/index.ts";
import { aDirectory } from "../a-directory.ts";

vi.setConfig({ testTimeout: 60_000 });

const running: Node[] = [];
afterEach(async () => {
  for (const node of running.splice(0)) await node.stop();
});

describe("a node without a federation", () => {
  it("is one of its own: it guards its mana, and has some to begin with, once", async () => {
    const config = aConfig(await aDirectory(), { "federation.initialMana": "500" });
    const first = await start(config);
    expect(first.guard?.did).toBe(first.did);
    expect(first.context.balance().free).toBe(500n);
    await first.stop();
    const second = await start(config);
    expect(second.did).toBe(first.did);
    expect(second.federation.net).toBe(first.federation.net);
    expect(second.context.balance().free).toBe(500n);
  });

  it("runs its own jobs where it trusts itself", async () => {
    const node = await start(
      aConfig(await aDirectory(), { "executor.enabled": "true", "submitter.trustsFederation": "true" }),
      { parts: { runner: createSampleRunner() } },
    );
    expect(await outputOf(node)).toBe("Echo: hello");
  });
});

describe("a node that is to be in further federations", () => {
  it("joins those that its configuration names at every start, its home among them or not", async () => {
    const [founder, data] = [await aDirectory(), await aDirectory()];
    const { net } = (await start(aConfig(founder))).federation;
    const config = aConfig(data, { "federation.also": [founder, data].join() });
    for (const time of ["first", "second"]) {
      const node = await start(config);
      expect([time, node.federations.list().map((each) => each.net)]).toEqual([
        time,
        [node.federation.net, net],
      ]);
      await node.stop();
    }
  });

  it("does not start where one of them is none", async () => {
    const config = aConfig(await aDirectory(), { "federation.also": join(await aDirectory(), "nothing") });
    await expect(start(config)).rejects.toMatchObject({ code: "NODE_BAD_CONSTITUTION" });
  });

  it("is handed letters of one federation for itself, and nothing else", async () => {
    const [founder, data] = [await aDirectory(), await aDirectory()];
    await start(aConfig(founder));
    const node = await start(aConfig(data));
    const [constitution, letter] = await Promise.all(
      [join(founder, "constitution"), join(founder, "letters", "initial")].map((path) =>
        readFile(path, "utf8"),
      ),
    );
    for (const records of [[], ["hello"], [letter], [constitution, constitution], [constitution, letter]])
      expect(await node.federations.join(records.map(String))).toMatchObject({
        ok: false,
        refusal: { code: "NODE_NOT_JOINABLE" },
      });
    expect(node.federations.list()).toHaveLength(1);
  });
});

describe("what a node does not start with", () => {
  it("is the data directory of another", async () => {
    const config = aConfig(await aDirectory());
    await start(config);
    await expect(start(config)).rejects.toMatchObject({ code: "NODE_DATA_LOCKED" });
  });

  it("is a file that is no constitution", async () => {
    const directory = await aDirectory();
    const path = join(directory, "mine");
    await writeFile(path, "hello");
    const config = aConfig(join(directory, "data"), { "federation.constitution": path });
    await expect(start(config)).rejects.toMatchObject({ code: "NODE_BAD_CONSTITUTION" });
    await expect(
      start(aConfig(join(directory, "data"), { "federation.constitution": join(directory, "no") })),
    ).rejects.toMatchObject({ code: "NODE_BAD_CONSTITUTION" });
  });

  it("is the constitution of another federation than before", async () => {
    const [one, other] = [await aDirectory(), await aDirectory()];
    for (const data of [one, other]) await (await start(aConfig(data))).stop();
    const config = aConfig(one, { "federation.constitution": join(other, "constitution") });
    await expect(start(config)).rejects.toMatchObject({ code: "NODE_FEDERATION_FIXED" });
  });

  it("is a wrong passphrase, or a key that others can read", async () => {
    const data = await aDirectory();
    await (await start(aConfig(data))).stop();
    const withPassphrase = aConfig(data, {}, { environment: { ICN_MESH_KEYS_PASSPHRASE: "sesame" } });
    await expect(start(withPassphrase)).rejects.toMatchObject({ code: "CORE_KEY_FILE_UNENCRYPTED" });
    await chmod(join(data, "keys", "node"), 0o644);
    await expect(start(aConfig(data))).rejects.toMatchObject({ code: "CORE_KEY_FILE_EXPOSED" });
  });

  it("is a letter that is none, and it says which", async () => {
    const data = await aDirectory();
    await (await start(aConfig(data))).stop();
    await writeFile(join(data, "letters", "forged"), "hello");
    await expect(start(aConfig(data))).rejects.toMatchObject({
      code: "NODE_BAD_LETTER",
      failure: { path: join(data, "letters", "forged") },
    });
  });
});

describe("an extension", () => {
  it("gets its section and a running node, and is stopped before the node is", async () => {
    const events: string[] = [];
    const door = aDoor((node, { port }) => ({
      start: async () => void events.push(`start ${port} ${node.context.balance().free}`),
      stop: async () => void events.push(`stop ${node.network.addresses().length}`),
    }));
    const node = await start(aConfig(await aDirectory(), { "door.port": "7" }, { extend: [door] }), {
      extend: [door],
    });
    await node.stop();
    expect(events).toEqual(["start 7 1000000", "stop 1"]);
  });

  it("that cannot start leaves nothing running and nothing held", async () => {
    const data = await aDirectory();
    const broken = aDoor(() => ({
      start: () => Promise.reject(new Error("the port is taken")),
      stop: async () => undefined,
    }));
    await expect(start(aConfig(data, {}, { extend: [broken] }), { extend: [broken] })).rejects.toThrow(
      "the port is taken",
    );
    (await openDataDirectory(data)).release();
    await (await start(aConfig(data))).stop();
  });
});

it("keeps nothing but what it knows in its data directory", async () => {
  const data = await aDirectory();
  await (await start(aConfig(data))).stop();
  expect((await readdir(data)).toSorted()).toEqual([
    "boots",
    "constitution",
    "format",
    "keys",
    "letters",
    "lock",
    "store",
  ]);
});

const quiet = { ICN_MESH_LOG: "off" };

/** A configuration of a node that is reached by nobody else. */
function aConfig(
  data: string,
  flags: Readonly<Record<string, string>> = {},
  {
    environment = {},
    extend = [],
  }: { readonly environment?: object; readonly extend?: readonly NodeExtension[] } = {},
): NodeConfig {
  const all = { data, "network.listen": "/ip4/127.0.0.1/tcp/0", "network.table": "off", ...flags };
  const read = readConfig(configSchema(extend), { flags: all, environment: { ...quiet, ...environment } });
  if (!read.ok) throw new Error(read.problems.join());
  return read.config;
}

/** What comes of a sample job, once it is settled. */
async function outputOf({ context }: Node): Promise<string> {
  const submitted = await context.submitJob(null, sampleSpec(), 10n, { bidWindowMs: 60_000, enoughBids: 1 });
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  const views = context.watch(submitted.job, { signal: new AbortController().signal });
  for await (const { lifecycle } of views)
    if (lifecycle.state.status === "Failed") throw new Error("it failed");
  const found = await context.getOutput(submitted.job);
  if (!found.ok) throw new Error(found.why);
  const pieces: Uint8Array[] = [];
  for await (const piece of found.bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function start(...terms: Parameters<typeof startNode>): Promise<Node> {
  const node = await startNode(...terms);
  running.push(node);
  return node;
}

function aDoor(
  open: (node: Node, section: { readonly port: number }) => Pick<Service, "start" | "stop">,
): NodeExtension {
  const section = z.strictObject({ port: z.int().default(1) }).prefault({});
  return defineExtension({
    name: "door",
    section,
    open: (node, values) => ({ name: "door", ...open(node, values) }),
  });
}
