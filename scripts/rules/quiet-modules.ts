import type { Node } from "oxc-parser";
import { isPackageSource, isStartingPoint } from "./file-kinds.ts";
import { type ParsedModule, parseModule } from "./parse-module.ts";
import type { Problem, Rule } from "./rule.ts";

const DECLARES = /^(Import|Export|TS|Function|Class|Variable).*Declaration$/;

/** A module declares and does nothing when it is imported, so that `sideEffects: false` is true. */
export const quietModules: Rule = {
  name: "quiet-modules",
  check: (files) =>
    files
      .filter((file) => isPackageSource(file) && !isStartingPoint(file))
      .map(parseModule)
      .flatMap(actions),
};

function actions(module: ParsedModule): Problem[] {
  return module.program.body.filter(acts).map((node) => ({
    path: module.file.path,
    line: module.lineOf(node.start),
    message: "a module declares; move what acts into a function",
  }));
}

function acts(node: Node): boolean {
  return !DECLARES.test(node.type);
}
