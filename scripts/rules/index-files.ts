import type { Node } from "oxc-parser";
import { isPackageSource } from "./file-kinds.ts";
import { type ParsedModule, parseModule } from "./parse-module.ts";
import type { Problem, Rule } from "./rule.ts";

/** An `index.ts` names what its folder exports and holds no logic. */
export const indexFiles: Rule = {
  name: "index-files",
  check: (files) =>
    files
      .filter((file) => isPackageSource(file) && file.path.endsWith("/index.ts"))
      .map(parseModule)
      .flatMap(logic),
};

function logic(module: ParsedModule): Problem[] {
  return module.program.body.filter(isLogic).map((node) => ({
    path: module.file.path,
    line: module.lineOf(node.start),
    message: "an index only re-exports by name; move this to a file of its own",
  }));
}

function isLogic(node: Node): boolean {
  return node.type !== "ExportNamedDeclaration" || node.source === null;
}
