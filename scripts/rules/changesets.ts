import { parse } from "yaml";
import type { Problem, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";
import { publishedPackages } from "./workspace-packages.ts";

/** A changeset names published packages, a kind of bump for each, and says to users what changed. */
export const changesets: Rule = {
  name: "changesets",
  check: (files) => {
    const names = new Set(publishedPackages(files).map(({ manifest }) => manifest.name));
    return files
      .filter(({ path }) => /^\.changeset\/.+\.md$/.test(path) && !path.endsWith("/README.md"))
      .flatMap((file) => broken(file, names));
  },
};

function broken({ path, text }: SourceFile, names: ReadonlySet<string>): Problem[] {
  const [, head, summary] = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(text) ?? [];
  const bumps = Object.entries<unknown>(parse(head ?? "") ?? {});
  const messages = bumps
    .filter(([name, bump]) => !names.has(name) || !/^(major|minor|patch)$/.test(String(bump)))
    .map(([name, bump]) => `"${name}: ${bump}" is no published package with major, minor or patch`);
  if (bumps.length === 0) messages.push("names no package");
  if ((summary ?? "").trim() === "") messages.push("says nothing to users");
  return messages.map((message) => ({ path, line: 1, message }));
}
