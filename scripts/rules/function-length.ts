import type { Node } from "oxc-parser";
import { isTest, isTypeScript } from "./file-kinds.ts";
import { type ParsedModule, parseModule } from "./parse-module.ts";
import type { Problem, Rule } from "./rule.ts";
import { walk } from "./walk.ts";

const MOST_LINES = 50;
/** A factory holds the functions of the part that it makes. */
const MOST_FACTORY_LINES = 80;

/** A function has 50 lines at most, a `createX` with the functions inside it 80. */
export const functionLength: Rule = {
  name: "function-length",
  check: (files) =>
    files
      .filter((file) => isTypeScript(file) && !isTest(file))
      .map(parseModule)
      .flatMap(longFunctions),
};

function longFunctions(module: ParsedModule): Problem[] {
  const problems: Problem[] = [];
  walk(module.program, (node, parent) => {
    if (!isFunction(node)) return;
    const line = module.lineOf(node.start);
    const lines = module.lineOf(node.end) - line + 1;
    const most = isFactoryName(nameOf(node, parent)) ? MOST_FACTORY_LINES : MOST_LINES;
    if (lines > most) {
      problems.push({
        path: module.file.path,
        line,
        message: `a function of ${lines} lines; ${most} at most`,
      });
    }
  });
  return problems;
}

function isFunction(node: Node): boolean {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression"
  );
}

function nameOf(node: Node, parent: Node | undefined): string {
  const named = parent?.type === "VariableDeclarator" ? parent : node;
  return "id" in named && named.id?.type === "Identifier" ? named.id.name : "";
}

function isFactoryName(name: string): boolean {
  return /^create[A-Z]/.test(name);
}
