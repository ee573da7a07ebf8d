import type { Problem, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";
import { type WorkspacePackage, workspacePackages } from "./workspace-packages.ts";

/** The layers of docs/architecture.md, lowest first; a package imports only from lower ones. */
const LAYERS = [
  { name: "core", members: ["packages/core"] },
  {
    name: "rules",
    members: ["packages/mesh", "packages/economics", "packages/dag", "packages/network", "packages/sandbox"],
  },
  { name: "roles", members: ["packages/runtime", "packages/client", "packages/sidecar"] },
  { name: "doors", members: ["packages/node", "packages/gateway", "packages/market"] },
  { name: "sim", members: ["packages/sim"] },
  {
    name: "app",
    members: ["packages/cli", "packages/dashboard", "packages/bench", "packages/checks", "examples/*"],
  },
] as const;

/** Every package has the tag of its layer, `turbo.json` draws the arrows, and no manifest points up or sideways. */
export const layers: Rule = {
  name: "layers",
  check: (files) => {
    const packages = workspacePackages(files);
    return [...packages.flatMap((each) => problemsOf(each, packages, files)), ...wrongArrows(files)];
  },
};

function problemsOf(
  each: WorkspacePackage,
  packages: readonly WorkspacePackage[],
  files: readonly SourceFile[],
): Problem[] {
  const level = levelOf(each.dir);
  if (level === -1) return [problem(each, "has no layer in scripts/rules/layers.ts")];
  const tag = `layer:${LAYERS[level]?.name}`;
  const tags = JSON.stringify(json(files, `${each.dir}/turbo.json`)?.["tags"]);
  const wrongTag =
    tags === JSON.stringify([tag]) ? [] : [problem(each, `its turbo.json needs the one tag ${tag}`)];
  const arrows = packages
    .filter((other) => dependsOn(each, other) && levelOf(other.dir) >= level)
    .map((other) => problem(each, `may not depend on ${other.manifest.name}, which is no lower layer`));
  return [...wrongTag, ...arrows];
}

function levelOf(dir: string): number {
  const [top] = dir.split("/");
  return LAYERS.findIndex(({ members }) => members.some((member) => member === dir || member === `${top}/*`));
}

function dependsOn({ manifest }: WorkspacePackage, other: WorkspacePackage): boolean {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  return [dependencies, devDependencies, optionalDependencies, peerDependencies].some(
    (each) => each?.[other.manifest.name] !== undefined,
  );
}

/** `turbo boundaries` refuses by `turbo.json`, so that must say the same as the table above. */
function wrongArrows(files: readonly SourceFile[]): Problem[] {
  const lower = LAYERS.map(({ name }) => `layer:${name}`);
  const tags = lower.map((tag, level) => {
    // An empty list would allow everything; no package has this tag.
    const allow = level === 0 ? ["layer:none"] : lower.slice(0, level);
    return [tag, { dependencies: { allow } }];
  });
  const wanted = JSON.stringify({ tags: Object.fromEntries(tags) });
  const found = JSON.stringify(json(files, "turbo.json")?.["boundaries"]);
  return found === wanted ? [] : [{ path: "turbo.json", line: 1, message: `"boundaries" must be ${wanted}` }];
}

function json(files: readonly SourceFile[], path: string): Record<string, unknown> | undefined {
  const file = files.find((each) => each.path === path);
  return file === undefined ? undefined : JSON.parse(file.text);
}

function problem({ dir }: WorkspacePackage, message: string): Problem {
  return { path: `${dir}/package.json`, line: 1, message };
}
