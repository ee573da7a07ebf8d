import type { Node } from "oxc-parser";
import { isPackageSource } from "./file-kinds.ts";
import { type ParsedModule, parseModule } from "./parse-module.ts";
import type { Problem, Rule } from "./rule.ts";
import { walk } from "./walk.ts";

/** In a package, a class is an error; everything else is a plain object from a `createX`. */
export const classes: Rule = {
  name: "classes",
  check: (files) => files.filter(isPackageSource).map(parseModule).flatMap(classesOtherThanErrors),
};

function classesOtherThanErrors(module: ParsedModule): Problem[] {
  const problems: Problem[] = [];
  walk(module.program, (node) => {
    if (node.type !== "ClassDeclaration" && node.type !== "ClassExpression") return;
    if (extendsError(node.superClass)) return;
    const line = module.lineOf(node.start);
    problems.push({ path: module.file.path, line, message: "only errors are classes; write a createX" });
  });
  return problems;
}

function extendsError(superClass: Node | null): boolean {
  return superClass?.type === "Identifier" && superClass.name.endsWith("Error");
}
