import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The flags under which a guest process may read the code that it consists of, and start its thread, and nothing else.
 */
export function permissionFlags(program: URL): string[] {
  const roots = new Set([
    ...codeRoots(program),
    ...codeRoots(new URL(import.meta.resolve("@icn-mesh/core"))),
  ]);
  return ["--permission", "--allow-worker", ...[...roots].map((root) => `--allow-fs-read=${root}`)];
}

/** The package that a module is in, and every folder above it where its dependencies may be. */
function codeRoots(module: URL): string[] {
  const roots: string[] = [];
  let isInPackage = true;
  for (let at = dirname(fileURLToPath(module)); ; at = dirname(at)) {
    if (isInPackage && existsSync(join(at, "package.json"))) {
      roots.push(join(at, "/"));
      isInPackage = false;
    }
    const dependencies = join(at, "node_modules");
    if (existsSync(dependencies)) roots.push(join(dependencies, "/"));
    if (at === dirname(at)) return roots;
  }
}
