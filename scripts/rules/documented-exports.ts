import { type PublicExport, publicExports } from "./public-exports.ts";
import type { Rule } from "./rule.ts";

/** Every name that users can import says in a sentence what they may rely on. */
export const documentedExports: Rule = {
  name: "documented-exports",
  check: (files) => {
    const documented = new Set(publicExports(files).filter(hasSentence).map(keyOf));
    return publicExports(files)
      .filter((each) => !documented.has(keyOf(each)))
      .map(({ name, path, line }) => ({ path, line, message: `${name} needs a /** sentence. */ above it` }));
  },
};

function hasSentence({ doc }: PublicExport): boolean {
  return doc !== undefined && /\w+\s+\S+\s+[\s\S]*[.?]\s*$/.test(doc.replaceAll(/^[\s*]+/gm, ""));
}

function keyOf({ path, name }: PublicExport): string {
  return `${path} ${name}`;
}
