import type { Problem, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";

/** What the rule refuses, but for lines that say `house-ignore <rule>: <reason>`, there or just above. */
export function checkRule(rule: Rule, files: readonly SourceFile[]): Problem[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const ignore = new RegExp(`// house-ignore ${rule.name}: \\S+ \\S+`);
  return rule.check(files).filter(({ path, line }) => {
    const lines =
      byPath
        .get(path)
        ?.text.split("\n")
        .slice(Math.max(0, line - 2), line) ?? [];
    return !lines.some((text) => ignore.test(text));
  });
}
