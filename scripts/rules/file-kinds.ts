import type { SourceFile } from "./source-file.ts";

/** True for a TypeScript file, wherever it is. */
export function isTypeScript({ path }: SourceFile): boolean {
  return path.endsWith(".ts");
}

/** True for the sources of a package that has users; `bench` and `checks` only use the others. */
export function isPackageSource({ path }: SourceFile): boolean {
  return /^packages\/(?!bench\/|checks\/)[^/]+\/src\/.*\.ts$/.test(path);
}

/** True for a file that a test runner starts, or that serves tests only. */
export function isTest({ path }: SourceFile): boolean {
  return /(^|\/)test\//.test(path);
}

/** True for a module that a process or a worker starts with, so that it acts when it is loaded. */
export function isStartingPoint({ path }: SourceFile): boolean {
  return /\/(main|[a-z0-9-]+-worker)\.ts$/.test(path);
}
