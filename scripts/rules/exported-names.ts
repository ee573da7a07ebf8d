import { publicExports } from "./public-exports.ts";
import type { Rule } from "./rule.ts";

const FILLER = /^(Actual|Base|Default)[A-Z]|^I[A-Z][a-z]|Impl$/;

/** Exported names are the domain's nouns, without filler such as `Default`, `Base`, `Impl` or a prefix `I`. */
export const exportedNames: Rule = {
  name: "exported-names",
  check: (files) =>
    publicExports(files)
      .filter(({ name }) => FILLER.test(name))
      .map(({ name, path, line }) => ({ path, line, message: `${name}: drop the filler` })),
};
