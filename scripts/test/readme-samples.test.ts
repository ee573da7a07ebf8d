import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { aGateway } from "../../packages/gateway/test/a-gateway.ts";
import { readmeSamples, runSample } from "../readme/readme-samples.ts";

const root = new URL("../../", import.meta.url);

/** The page of the client wants a node beside it, and has a test of its own. */
const pages = readdirSync(new URL("packages/", root))
  .filter((name) => name !== "client")
  .map((name) => new URL(`packages/${name}/README.md`, root))
  .filter((page) => existsSync(page))
  .map((page) => ({ name: page.pathname.replace(root.pathname, ""), page, folder: new URL("./", page) }));

// The page of the repository shows `core`, which its own folder does not depend on.
const first = {
  name: "README.md",
  page: new URL("README.md", root),
  folder: new URL("packages/core/", root),
};

describe.each([first, ...pages])("$name", async ({ page, folder }) => {
  const samples = await readmeSamples(page);

  it("has a sample", () => {
    expect(samples).not.toEqual([]);
  });

  it.each(samples)("says in sample %# what it prints", async ({ source, output }) => {
    expect(await runSample(source, folder)).toBe(output);
  });
});

describe("packages/client/README.md", () => {
  it("says what its sample prints with a node there", async () => {
    const samples = await readmeSamples(new URL("packages/client/README.md", root));
    expect(samples).not.toEqual([]);
    const scene = await aGateway();
    for (const { source, output } of samples) {
      const ours = source.replace("http://127.0.0.1:7845", scene.gateway.url);
      expect(await runSample(ours, new URL("packages/gateway/", root))).toBe(output);
    }
    await scene.stop();
  });
});
