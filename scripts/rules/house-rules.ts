import { changesets } from "./changesets.ts";
import { classes } from "./classes.ts";
import { documentedExports } from "./documented-exports.ts";
import { errorCodes } from "./error-codes.ts";
import { exportedNames } from "./exported-names.ts";
import { fileNames } from "./file-names.ts";
import { functionLength } from "./function-length.ts";
import { glossary } from "./glossary.ts";
import { indexFiles } from "./index-files.ts";
import { layers } from "./layers.ts";
import { lockfiles } from "./lockfiles.ts";
import { machineNames } from "./machine-names.ts";
import { manifests } from "./manifests.ts";
import { markdownLinks } from "./markdown-links.ts";
import { quietModules } from "./quiet-modules.ts";
import type { Rule } from "./rule.ts";
import { suppressions } from "./suppressions.ts";
import { throws } from "./throws.ts";
import { toolVersions } from "./tool-versions.ts";
import { unfinishedWork } from "./unfinished-work.ts";

/** The rules of the house that biome, turbo and knip do not know; `pnpm check` runs each as a step. */
export const houseRules: readonly Rule[] = [
  changesets,
  classes,
  documentedExports,
  errorCodes,
  exportedNames,
  fileNames,
  functionLength,
  glossary,
  indexFiles,
  layers,
  lockfiles,
  machineNames,
  manifests,
  markdownLinks,
  quietModules,
  suppressions,
  throws,
  toolVersions,
  unfinishedWork,
];
