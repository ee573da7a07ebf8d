import type { Node } from "oxc-parser";
import { parseModule } from "../rules/parse-module.ts";
import { walk } from "../rules/walk.ts";

/** More turns than any test takes, and few enough to be over in seconds. */
const MOST_TURNS = 20_000_000;

/** Makes every loop of a module end: a mutant may have taken away what ended it, and no test can interrupt it. */
export function guardLoops(path: string, text: string): string {
  const module = parseModule({ path, text });
  const places: { readonly at: number; readonly insert: string }[] = [];
  walk(module.program, (node) => {
    if (!isLoop(node)) return;
    places.push(
      { at: node.body.start, insert: "{ globalThis.__turn();" },
      { at: node.body.end, insert: "}" },
    );
  });
  if (places.length === 0) return text;
  const guarded = places
    .toSorted((left, right) => right.at - left.at)
    .reduce((result, { at, insert }) => result.slice(0, at) + insert + result.slice(at), text);
  return `let __turns = 0;\nglobalThis.__turn = () => {\n  if (++__turns > ${MOST_TURNS}) throw new Error("a loop without end");\n};\n${guarded}`;
}

function isLoop(
  node: Node,
): node is Extract<Node, { type: `${"For" | "While" | "DoWhile" | "ForOf" | "ForIn"}Statement` }> {
  return /^(For|While|DoWhile|ForOf|ForIn)Statement$/.test(node.type);
}
