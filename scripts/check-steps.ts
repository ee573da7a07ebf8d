import { consumerSteps } from "./consumer/consumer-steps.ts";
import { folderUntilExit } from "./consumer/folder-until-exit.ts";
import { meshOfTarballs } from "./consumer/mesh-of-tarballs.ts";
import { checkContents, packPackages, tarballs } from "./consumer/pack-packages.ts";
import { checkRule } from "./rules/check-rule.ts";
import { houseRules } from "./rules/house-rules.ts";
import type { Rule } from "./rules/rule.ts";
import type { SourceFile } from "./rules/source-file.ts";
import { publishedPackages } from "./rules/workspace-packages.ts";
import { pnpm } from "./steps/pnpm.ts";
import { commandOutcome, runCommand } from "./steps/run-command.ts";
import type { Outcome, Step } from "./steps/step.ts";

/** Everything that CI asks of the repository besides its tests; the slow steps first, so that they overlap. */
export function checkSteps(files: readonly SourceFile[]): Step[] {
  const published = publishedPackages(files).map(({ manifest }) => manifest.name);
  return [
    step("build", pnpm("run", "build")),
    step("types", ["tsc", "--build"], ["build"]),
    { name: "pack", after: ["types"], run: () => packPackages(published) },
    { name: "tarball contents", after: ["pack"], run: checkContents },
    { name: "publint", after: ["pack"], run: () => onTarballs("publint", "--strict") },
    { name: "attw", after: ["pack"], run: () => onTarballs("attw", "--quiet", "--profile", "esm-only") },
    ...consumerSteps({ folder: folderUntilExit, tarballs }),
    {
      name: "consumer: npx icn-mesh dev",
      after: ["pack"],
      run: () => meshOfTarballs(folderUntilExit(), tarballs()),
    },
    step("test types", ["tsc", "-p", "tsconfig.tests.json"]),
    step("lint", ["biome", "check", "--error-on-warnings", "--max-diagnostics=50", "."]),
    step("boundaries", ["turbo", "boundaries"]),
    step("unused", ["knip"]),
    { name: "release plan", run: releasePlan },
    ...houseRules.map((rule) => ruleStep(rule, files)),
  ];
}

function step(name: string, command: readonly string[], after: readonly string[] = []): Step {
  return { name, after, run: () => commandOutcome(command) };
}

function ruleStep(rule: Rule, files: readonly SourceFile[]): Step {
  return {
    name: rule.name,
    run: async () => {
      const problems = checkRule(rule, files).map(({ path, line, message }) => `${path}:${line} ${message}`);
      return problems.length === 0 ? { status: "passed" } : { status: "failed", output: problems.join("\n") };
    },
  };
}

async function onTarballs(...command: readonly string[]): Promise<Outcome> {
  for (const tarball of tarballs()) {
    const outcome = await commandOutcome([...command, tarball]);
    if (outcome.status !== "passed") return outcome;
  }
  return { status: "passed" };
}

/** changesets reads its settings, finds fault with them in words, and says in its exit code something else. */
async function releasePlan(): Promise<Outcome> {
  const { output } = await runCommand(["changeset", "status", "--since=HEAD"]);
  return /found issues|error:/i.test(output) ? { status: "failed", output } : { status: "passed" };
}
