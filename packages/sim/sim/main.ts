import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { applyPatch } from "../../../scripts/mutants/apply-patch.ts";

// Plays seeds on sources that a patch has broken, without writing them anywhere, and prints the first one that sees it.
const root = resolve(import.meta.dirname, "../../..");
const { values } = parseArgs({
  options: { patch: { type: "string" }, seeds: { type: "string", default: "1000" } },
});

const broken = values.patch === undefined ? new Map<string, string>() : textsIn(values.patch);
registerHooks({
  load(url, context, nextLoad) {
    const source = url.startsWith("file:") ? broken.get(fileURLToPath(url)) : undefined;
    if (source === undefined) return nextLoad(url, context);
    return { format: "module-typescript", source, shortCircuit: true };
  },
});
const { simulate } = await import("../src/index.ts");

for (let seed = 1; seed <= Number(values.seeds); seed++) {
  console.log(`seed ${seed}`);
  const { violations } = await simulate({ seed });
  const [first] = violations;
  if (first === undefined) continue;
  console.log(`seen at seed ${seed} by ${first.invariant}`);
  break;
}

function textsIn(patch: string): ReadonlyMap<string, string> {
  const texts = applyPatch(readFileSync(patch, "utf8"), (path) => readFileSync(join(root, path), "utf8"));
  return new Map([...texts].map(([path, text]) => [join(root, path), text]));
}
