import { matchingLines } from "./matching-lines.ts";
import type { Rule } from "./rule.ts";

// The brackets keep the pattern from matching this file.
const UNFINISHED = /\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/;

/** What is left to do stands in an issue, not in the code. */
export const unfinishedWork: Rule = {
  name: "unfinished-work",
  check: (files) =>
    files
      .filter(({ path }) => !path.endsWith(".md") && !path.endsWith("pnpm-lock.yaml"))
      .flatMap((file) => matchingLines(file, UNFINISHED, "finish it, or open an issue")),
};
