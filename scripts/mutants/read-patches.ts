import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../steps/root.ts";
import { applyPatch } from "./apply-patch.ts";
import type { Mutant } from "./mutant.ts";
import { sourceText } from "./source-text.ts";

/** The mutants of a package: one for each patch file in its folder `mutants`, named after the file. */
export function readPatches(folder: string): Mutant[] {
  return globSync(`${folder}/mutants/*.patch`, { cwd: root })
    .toSorted()
    .map((file) => ({
      name: basename(file, ".patch"),
      texts: applyPatch(readFileSync(join(root, file), "utf8"), sourceText),
    }));
}
