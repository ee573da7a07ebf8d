import { isTypeScript } from "./file-kinds.ts";
import { type ParsedModule, parseModule } from "./parse-module.ts";
import type { Problem, Rule } from "./rule.ts";

const SUPPRESSES =
  /^[\s*]*(biome-ignore|house-ignore|@ts-expect-error|@ts-ignore|@ts-nocheck|v8 ignore|eslint-|oxlint-)/;
const HAS_REASON = /^[\s*]*(biome-ignore(-\w+)? [\w/]+|house-ignore [a-z-]+|@ts-expect-error): \S+ \S+/;

/** Whoever switches a rule off says why on the same line. */
export const suppressions: Rule = {
  name: "suppressions",
  check: (files) => files.filter(isTypeScript).map(parseModule).flatMap(withoutReason),
};

function withoutReason(module: ParsedModule): Problem[] {
  return module.comments
    .filter(({ value }) => SUPPRESSES.test(value) && !HAS_REASON.test(value))
    .map((comment) => ({
      path: module.file.path,
      line: module.lineOf(comment.start),
      message:
        "say why on this line: `biome-ignore <rule>: <reason>`, `house-ignore` or `@ts-expect-error` likewise",
    }));
}
