import { isTypeScript } from "./file-kinds.ts";
import type { Rule } from "./rule.ts";

const FITS_ANYTHING = /^((\w+-)*(utils?|helpers?)|common|misc|types)(\.|$)/;

/** No file and no folder has a name that would fit any content. */
export const fileNames: Rule = {
  name: "file-names",
  check: (files) =>
    files
      .filter((file) => isTypeScript(file) && file.path.split("/").some((part) => FITS_ANYTHING.test(part)))
      .map(({ path }) => ({ path, line: 1, message: "name it after the one thing that it exports" })),
};
