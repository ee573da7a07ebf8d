import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pnpm } from "../steps/pnpm.ts";
import { root } from "../steps/root.ts";
import { commandOutcome, runCommand } from "../steps/run-command.ts";
import type { Outcome } from "../steps/step.ts";

const FOLDER = join(root, ".packs");

/** Packs the named packages as a release would. */
export function packPackages(names: readonly string[]): Promise<Outcome> {
  rmSync(FOLDER, { recursive: true, force: true });
  const filters = names.flatMap((name) => ["--filter", name]);
  return commandOutcome(pnpm("--recursive", ...filters, "pack", "--pack-destination", FOLDER));
}

/** The tarballs that `packPackages` left. */
export function tarballs(): string[] {
  return readdirSync(FOLDER).map((name) => join(FOLDER, name));
}

/** Fails for a tarball without both licences, its page or its types, and for one with tests or build state. */
export async function checkContents(): Promise<Outcome> {
  const problems: string[] = [];
  for (const tarball of tarballs()) {
    const { output } = await runCommand(["tar", "-tzf", tarball]);
    problems.push(...wrongContents(output.split("\n")).map((problem) => `${tarball}: ${problem}`));
  }
  return problems.length === 0 ? { status: "passed" } : { status: "failed", output: problems.join("\n") };
}

function wrongContents(paths: readonly string[]): string[] {
  const wanted = [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "dist/index.js",
    "dist/index.d.ts",
    "src/index.ts",
  ];
  return [
    ...wanted.filter((path) => !paths.includes(`package/${path}`)).map((path) => `lacks ${path}`),
    ...paths
      .filter((path) => /\.tsbuildinfo$|^package\/test\//.test(path))
      .map((path) => `should not have ${path}`),
  ];
}
