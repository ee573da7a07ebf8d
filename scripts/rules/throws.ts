import type { Argument, Expression, Node } from "oxc-parser";
import { isPackageSource } from "./file-kinds.ts";
import { type ParsedModule, parseModule } from "./parse-module.ts";
import type { Problem, Rule } from "./rule.ts";
import { walk } from "./walk.ts";

const UNCODED = /^(Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error$/;

/** A package throws, and rejects with, coded errors only, so that a caller can branch on every failure. */
export const throws: Rule = {
  name: "throws",
  check: (files) => files.filter(isPackageSource).map(parseModule).flatMap(uncodedThrows),
};

function uncodedThrows(module: ParsedModule): Problem[] {
  const problems: Problem[] = [];
  walk(module.program, (node) => {
    const name = nameOfMade(thrownBy(node));
    if (name === undefined || !UNCODED.test(name)) return;
    const line = module.lineOf(node.start);
    problems.push({
      path: module.file.path,
      line,
      message: `${name} has no code; throw the CodedError of the package`,
    });
  });
  return problems;
}

function thrownBy(node: Node): Expression | Argument | undefined {
  if (node.type === "ThrowStatement") return node.argument;
  if (node.type !== "CallExpression") return undefined;
  const { callee } = node;
  const called = callee.type === "MemberExpression" ? callee.property : callee;
  return called.type === "Identifier" && called.name === "reject" ? node.arguments[0] : undefined;
}

function nameOfMade(made: Expression | Argument | undefined): string | undefined {
  if (made?.type !== "NewExpression" && made?.type !== "CallExpression") return undefined;
  return made.callee.type === "Identifier" ? made.callee.name : undefined;
}
