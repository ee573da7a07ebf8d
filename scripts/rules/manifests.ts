import type { Problem, Rule } from "./rule.ts";
import {
  type Manifest,
  publishedPackages,
  type WorkspacePackage,
  workspacePackages,
} from "./workspace-packages.ts";

const WANTED: Partial<Manifest> = {
  type: "module",
  license: "Apache-2.0 OR MIT",
  sideEffects: false,
  engines: { node: ">=22.18.0" },
  publishConfig: { access: "public" },
};

/** All published packages make the same promises: licence, engines, module type, entries, versions from the catalog. */
export const manifests: Rule = {
  name: "manifests",
  check: (files) => {
    return [
      ...workspacePackages(files).flatMap(looseVersions),
      ...publishedPackages(files).flatMap(brokenPromises),
    ];
  },
};

function brokenPromises({ dir, manifest }: WorkspacePackage): Problem[] {
  const messages = Object.entries(WANTED)
    .filter(([field, value]) => JSON.stringify(manifest[field as keyof Manifest]) !== JSON.stringify(value))
    .map(([field, value]) => `"${field}" must be ${JSON.stringify(value)}`);
  if (!manifest.description) messages.push('"description" is missing');
  if (manifest.exports?.["./package.json"] !== "./package.json")
    messages.push('"./package.json" is not exported');
  for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target !== "string" && Object.keys(target).join() !== "@icn-mesh/source,types,default") {
      messages.push(
        `exports "${entry}" must have the conditions @icn-mesh/source, types, default, in this order`,
      );
    }
  }
  return messages.map((message) => ({ path: `${dir}/package.json`, line: 1, message }));
}

function looseVersions({ dir, manifest }: WorkspacePackage): Problem[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => version !== "catalog:" && version !== "workspace:^")
    .map(([name]) => ({
      path: `${dir}/package.json`,
      line: 1,
      message: `${name} must come from the catalog: or the workspace:^`,
    }));
}
