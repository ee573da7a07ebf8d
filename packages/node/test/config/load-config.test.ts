import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig, nodeConfigSchema } from "../../src/index.ts";
import { aDirectory } from "../a-directory.ts";

describe("a configuration file", () => {
  it("is JSON or YAML", async () => {
    expect(await load("mesh.json", '{ "log": "warn", "data": "kept" }')).toMatchObject({
      config: { log: "warn", data: expect.stringMatching(/icn-mesh-node-.*kept$/) },
    });
    expect(await load("mesh.yaml", "log: error # no more\nexecutor:\n  enabled: true\n")).toMatchObject({
      config: { log: "error", executor: { enabled: true } },
    });
  });

  it("may say nothing", async () => {
    expect(await load("mesh.yaml", "")).toMatchObject({ ok: true });
  });

  it.each([
    ["mesh.json", '{ "log": '],
    ["mesh.yaml", "log: [one\ndrainMs: 1"],
    ["mesh.yaml", "log: info\nlog: warn\n"],
    ["mesh.yaml", "- a list\n"],
    ["mesh.yaml", "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n"],
  ])("is refused where it is broken: %s %j", async (name, text) => {
    expect(await load(name, text)).toMatchObject({ ok: false, problems: [expect.any(String)] });
  });

  it("has to be there", async () => {
    const file = join(await aDirectory(), "nothing.yaml");
    await expect(loadConfig(nodeConfigSchema, { file })).rejects.toMatchObject({
      code: "NODE_CONFIG_UNREADABLE",
    });
  });
});

async function load(name: string, text: string) {
  const file = join(await aDirectory(), name);
  await writeFile(file, text);
  return loadConfig(nodeConfigSchema, { file });
}
