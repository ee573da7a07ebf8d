import { publicExports } from "./public-exports.ts";
import type { Rule } from "./rule.ts";

const GLOSSARY = "docs/glossary.md";

/** Every exported type, interface and class stands in the glossary; `XOptions` and `XComponents` stand with `X`. */
export const glossary: Rule = {
  name: "glossary",
  check: (files) => {
    const terms = termsOf(files.find(({ path }) => path === GLOSSARY)?.text ?? "");
    return publicExports(files)
      .filter(({ kind, name }) => kind !== "value" && !terms.has(name) && !terms.has(partOf(name)))
      .map(({ name, path, line }) => ({ path, line, message: `\`${name}\` is not in ${GLOSSARY}` }));
  },
};

/** A term is what stands in backticks, whole. */
function termsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/`([A-Za-z][A-Za-z0-9]*)(<[^`]*>)?`/g)].map((match) => match[1] as string),
  );
}

function partOf(name: string): string {
  return name.replace(/(Options|Components)$/, "");
}
