import { globSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { readPatches } from "../../mutants/read-patches.ts";
import { sourceText } from "../../mutants/source-text.ts";
import { root } from "../../steps/root.ts";

const patches = globSync("packages/*/mutants/*.patch", { cwd: root });
const folders = [...new Set(patches.map((patch) => dirname(dirname(patch))))].toSorted();

describe.each(folders)("the mutants of %s", (folder) => {
  it("fit the sources, and each changes them", () => {
    for (const { name, texts } of readPatches(folder)) {
      expect(texts.size, name).toBeGreaterThan(0);
      for (const [path, text] of texts) expect(text, name).not.toBe(sourceText(path));
    }
  });
});
