import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { applyPatch } from "./mutants/apply-patch.ts";
import { root } from "./steps/root.ts";

// A process of `pnpm mutants sim`: plays seeds on sources that a patch has broken, without writing them anywhere, and
// prints each seed that it begins and the first that sees a promise broken.
const { values } = parseArgs({
  options: { patch: { type: "string" }, seeds: { type: "string", default: "1000" } },
});

interface Simulator {
  simulate(options: { seed: number }): Promise<{ violations: readonly { invariant: string }[] }>;
}

const broken = values.patch === undefined ? new Map<string, string>() : textsIn(values.patch);
registerHooks({
  load(url, context, nextLoad) {
    const source = url.startsWith("file:") ? broken.get(fileURLToPath(url)) : undefined;
    if (source === undefined) return nextLoad(url, context);
    return { format: "module-typescript", source, shortCircuit: true };
  },
});
const { simulate } = (await import(join(root, "packages/sim/src/index.ts"))) as Simulator;

for (let seed = 1; seed <= Number(values.seeds); seed++) {
  console.log(`seed ${seed}`);
  const [first] = (await simulate({ seed })).violations;
  if (first === undefined) continue;
  console.log(`seen by ${first.invariant}`);
  break;
}

function textsIn(patch: string): ReadonlyMap<string, string> {
  const texts = applyPatch(readFileSync(patch, "utf8"), (path) => readFileSync(join(root, path), "utf8"));
  return new Map([...texts].map(([path, text]) => [join(root, path), text]));
}
