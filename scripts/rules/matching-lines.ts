import type { Problem } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";

/** One problem for each line of the file that the pattern matches. */
export function matchingLines(file: SourceFile, pattern: RegExp, message: string): Problem[] {
  return file.text
    .split("\n")
    .flatMap((text, index) => (pattern.test(text) ? [{ path: file.path, line: index + 1, message }] : []));
}
