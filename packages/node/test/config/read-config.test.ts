import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { configKeys, configSchema, defineExtension, nodeConfigSchema, readConfig } from "../../src/index.ts";

const door = defineExtension({
  name: "door",
  section: z
    .strictObject({
      port: z.int().default(1).describe("Where it is"),
      secret: z.string().meta({ description: "What opens it", secret: true }).optional(),
    })
    .prefault({}),
  open: () => ({ name: "door", start: async () => undefined, stop: async () => undefined }),
});

describe("reading a configuration", () => {
  it("needs nothing: without a setting it listens on the machine itself, and runs nobody's jobs", () => {
    const read = readConfig(nodeConfigSchema, {});
    expect(read).toMatchObject({
      ok: true,
      config: { executor: { enabled: false }, network: { listen: [expect.stringContaining("127.0.0.1")] } },
    });
  });

  it("lets flags win over the environment, and that over the file", () => {
    const sources = {
      file: { values: { log: "warn", drainMs: 1, executor: { minPrice: 2 } }, directory: "/etc" },
      environment: { ICN_MESH_LOG: "error", ICN_MESH_EXECUTOR_MIN_PRICE: "3" },
      flags: { "executor.minPrice": "4" },
    };
    const read = readConfig(nodeConfigSchema, sources);
    expect(read).toMatchObject({ ok: true, config: { executor: { minPrice: 4 }, log: "error", drainMs: 1 } });
  });

  it("takes paths from where they are written", () => {
    const file = { values: { data: "kept" }, directory: "/etc/mesh" };
    expect(readConfig(nodeConfigSchema, { file })).toMatchObject({ config: { data: "/etc/mesh/kept" } });
    expect(readConfig(nodeConfigSchema, { flags: { data: "kept" } })).toMatchObject({
      config: { data: resolve("kept") },
    });
  });

  it("takes each path of a list from where it is written", () => {
    const file = { values: { federation: { also: ["west", "/srv/north"] } }, directory: "/etc/mesh" };
    expect(readConfig(nodeConfigSchema, { file })).toMatchObject({
      config: { federation: { also: ["/etc/mesh/west", "/srv/north"] } },
    });
    expect(readConfig(nodeConfigSchema, { flags: { "federation.also": "west,east" } })).toMatchObject({
      config: { federation: { also: [resolve("west"), resolve("east")] } },
    });
  });

  it("reads lists, numbers and truth out of text", () => {
    const environment = {
      ICN_MESH_NETWORK_BOOTSTRAP: "/ip4/10.0.0.1/tcp/1, /ip4/10.0.0.2/tcp/1",
      ICN_MESH_EXECUTOR_ENABLED: "true",
      ICN_MESH_EXECUTOR_MIN_PRICE: "7",
    };
    expect(readConfig(nodeConfigSchema, { environment })).toMatchObject({
      config: {
        network: { bootstrap: ["/ip4/10.0.0.1/tcp/1", "/ip4/10.0.0.2/tcp/1"] },
        executor: { enabled: true, minPrice: 7 },
      },
    });
  });

  it.each([
    [
      { file: { values: { netwrok: {} }, directory: "/" } },
      "the key netwrok is not known; did you mean network?",
    ],
    [
      { file: { values: { network: { lisen: [] } }, directory: "/" } },
      "the key network.lisen is not known; did you mean listen?",
    ],
    [
      { environment: { ICN_MESH_NETWORK_LISTN: "x" } },
      "the variable ICN_MESH_NETWORK_LISTN is not known; did you mean ICN_MESH_NETWORK_LISTEN?",
    ],
    [
      { flags: { "executor.enable": "true" } },
      "the setting executor.enable is not known; did you mean executor.enabled?",
    ],
    [{ flags: { qqqqqqqqqqqq: "1" } }, "the setting qqqqqqqqqqqq is not known"],
  ])("refuses what it does not know, with what was likely meant: %j", (sources, problem) => {
    expect(readConfig(nodeConfigSchema, sources)).toEqual({ ok: false, problems: [problem] });
  });

  it("says everything that is wrong at once", () => {
    const read = readConfig(nodeConfigSchema, { flags: { drainMs: "soon", "executor.enabled": "maybe" } });
    expect(read).toMatchObject({
      ok: false,
      problems: [expect.stringContaining("drainMs: "), expect.stringContaining("executor.enabled: ")],
    });
  });

  it.each([[null], [[]], ["text"], [{ network: 1 }], [{ network: null }]])(
    "refuses a file that says %j, or takes it for nothing",
    (values) => {
      const sources = { file: { values, directory: "/" }, flags: { "network.table": "off" } };
      const read = readConfig(nodeConfigSchema, sources);
      expect(read.ok).toBe(values === null);
    },
  );

  it("takes no notice of variables that belong to somebody else", () => {
    const environment = { ICN_MESH_API: "http://localhost", PATH: "/bin" };
    expect(readConfig(nodeConfigSchema, { environment, foreignVariables: ["ICN_MESH_API"] }).ok).toBe(true);
    expect(readConfig(nodeConfigSchema, { environment }).ok).toBe(false);
  });

  it("takes secrets from the environment alone, and prints none", () => {
    const schema = configSchema([door]);
    const environment = { ICN_MESH_DOOR_SECRET: "sesame" };
    expect(readConfig(schema, { environment })).toMatchObject({ config: { door: { secret: "sesame" } } });
    const inFile = readConfig(schema, { file: { values: { door: { secret: "sesame" } }, directory: "/" } });
    const inFlag = readConfig(schema, { flags: { "door.secret": "sesame" } });
    for (const read of [inFile, inFlag]) {
      expect(read).toMatchObject({ ok: false, problems: [expect.stringContaining("ICN_MESH_DOOR_SECRET")] });
      expect(JSON.stringify(read)).not.toContain("sesame");
    }
  });

  it("gives every extension a section of its own, with its own defaults", () => {
    expect(readConfig(configSchema([door]), {})).toMatchObject({ config: { door: { port: 1 } } });
    expect(readConfig(configSchema([door]), { flags: { "door.port": "2" } })).toMatchObject({
      config: { door: { port: 2 } },
    });
  });
});

describe("the keys of a configuration", () => {
  const keys = configKeys(configSchema([door]));

  it("have a sentence and a variable each, and no two the same variable", () => {
    expect(keys.filter(({ description }) => description === "")).toEqual([]);
    expect(new Set(keys.map(({ env }) => env)).size).toBe(keys.length);
  });

  it("say what holds when nothing is given", () => {
    expect(keys.find(({ path }) => path === "network.table")).toEqual({
      path: "network.table",
      env: "ICN_MESH_NETWORK_TABLE",
      type: "string",
      choices: ["server", "client", "off"],
      description: expect.any(String),
      fallback: "client",
      isSecret: false,
      isPath: false,
    });
  });
});
