import { dirname, join } from "node:path/posix";
import type { Problem, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";

/** A relative link in a Markdown file leads to a tracked file or folder. */
export const markdownLinks: Rule = {
  name: "markdown-links",
  check: (files) => {
    const targets = new Set(files.flatMap(({ path }) => withFolders(path)));
    return files.filter(({ path }) => path.endsWith(".md")).flatMap((file) => deadLinks(file, targets));
  },
};

function deadLinks(file: SourceFile, targets: ReadonlySet<string>): Problem[] {
  return withoutCode(file.text)
    .split("\n")
    .flatMap((text, index) =>
      [...text.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
        .map((match) => (match[1] as string).replace(/#.*$/, ""))
        .filter((link) => link !== "" && !/^[a-z]+:/.test(link))
        .filter((link) => !targets.has(join(dirname(file.path), link).replace(/\/$/, "")))
        .map((link) => ({ path: file.path, line: index + 1, message: `${link} leads nowhere` })),
    );
}

/** Blanks fenced blocks and code spans, in which brackets are not links, and keeps the lines. */
function withoutCode(text: string): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$|`[^`\n]+`/gm, (code) => code.replaceAll(/[^\n]/g, " "));
}

function withFolders(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/")).concat(".");
}
