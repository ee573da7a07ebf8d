import type { SourceFile } from "./source-file.ts";

type Dependencies = Readonly<Record<string, string>>;

/** The fields of a `package.json` that rules look at. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly license?: string;
  readonly description?: string;
  readonly sideEffects?: boolean;
  readonly engines?: { readonly node?: string };
  readonly files?: readonly string[];
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly publishConfig?: { readonly access?: string };
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
}

/** A member of the workspace: its folder from the root, and its manifest. */
export interface WorkspacePackage {
  readonly dir: string;
  readonly manifest: Manifest;
}

/** The members of the workspace among the files. */
export function workspacePackages(files: readonly SourceFile[]): WorkspacePackage[] {
  return files
    .filter(({ path }) => /^(packages|examples)\/[^/]+\/package\.json$/.test(path))
    .map(({ path, text }) => ({ dir: path.slice(0, -"/package.json".length), manifest: JSON.parse(text) }));
}

/** The members that a release publishes. */
export function publishedPackages(files: readonly SourceFile[]): WorkspacePackage[] {
  return workspacePackages(files).filter(({ manifest }) => manifest.private !== true);
}
