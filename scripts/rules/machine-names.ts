import { matchingLines } from "./matching-lines.ts";
import type { Rule } from "./rule.ts";

const HOSTS =
  /registry\.[a-z0-9-]+\.[a-z]{2,}|\b(npm[j]s|unpk[g]|jsdeliv[r]|yarnpk[g]|npmmirro[r])\.(com|net|org)\b/i;
const PATHS = /(^|[\s"'`(=:])(\/(home|mnt|private|root|Users|work|workspace)\/\w|[A-Z]:[\\/]Users\b)/;

/** A clone works wherever it lies and whichever registry serves it. */
export const machineNames: Rule = {
  name: "machine-names",
  check: (files) => [
    ...files.flatMap((file) => matchingLines(file, HOSTS, "names the host of a registry")),
    ...files.flatMap((file) => matchingLines(file, PATHS, "names a folder of one machine")),
  ],
};
