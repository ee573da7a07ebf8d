import { cleanWorkspace, packageFiles, type Tree } from "../clean-workspace.ts";
import type { Plant } from "./plant.ts";

/** Violations in manifests, pages, names of files and lockfiles. */
export const workspacePlants: readonly Plant[] = [
  {
    rule: "file-names",
    does: "names files and folders after nothing",
    files: {
      "packages/core/src/text-utils.ts": "",
      "packages/core/src/common/jug.ts": "",
      "scripts/types.ts": "",
    },
    found: ["packages/core/src/text-utils.ts:1", "packages/core/src/common/jug.ts:1", "scripts/types.ts:1"],
  },
  {
    rule: "error-codes",
    does: "has a row for no code, and two for one",
    files: { "docs/errors.md": "| `CORE_OVERFLOW` | a |\n| `CORE_EMPTY` | b |\n| `CORE_OVERFLOW` | c |\n" },
    found: ["docs/errors.md:2", "docs/errors.md:3"],
  },
  {
    rule: "layers",
    does: "depends on a package of its own layer",
    files: packageFiles("dag", "rules", { "@icn-mesh/mesh": "workspace:^" }),
    found: ["packages/dag/package.json:1"],
  },
  {
    rule: "layers",
    does: "has a package of a higher layer as a peer",
    files: manifestWith("core", { peerDependencies: { "@icn-mesh/mesh": "workspace:^" } }),
    found: ["packages/core/package.json:1"],
  },
  {
    rule: "layers",
    does: "has the tag of another layer",
    files: packageFiles("mesh", "roles", {}),
    found: ["packages/mesh/package.json:1"],
  },
  {
    rule: "layers",
    does: "has two tags",
    files: { "packages/mesh/turbo.json": '{ "tags": ["layer:rules", "layer:app"] }' },
    found: ["packages/mesh/package.json:1"],
  },
  {
    rule: "layers",
    does: "adds a package that stands in no layer",
    files: packageFiles("teapot", "rules", {}),
    found: ["packages/teapot/package.json:1"],
  },
  {
    rule: "layers",
    does: "lets a layer use itself",
    files: { "turbo.json": (cleanWorkspace["turbo.json"] ?? "").replace("layer:none", "layer:core") },
    found: ["turbo.json:1"],
  },
  {
    rule: "manifests",
    does: "promises another Node",
    files: manifestWith("core", { engines: { node: ">=18" } }),
    found: ["packages/core/package.json:1"],
  },
  {
    rule: "manifests",
    does: "chooses a version by itself",
    files: manifestWith("core", { dependencies: { zod: "^4.0.0" } }),
    found: ["packages/core/package.json:1"],
  },
  {
    rule: "manifests",
    does: "puts the source condition after the default, where it never counts",
    files: manifestWith("core", {
      exports: { "./package.json": "./package.json", ".": { default: "", types: "" } },
    }),
    found: ["packages/core/package.json:1"],
  },
  {
    rule: "markdown-links",
    does: "links to a page that is not there",
    files: {
      "README.md": "[a](docs/none.md), but [b](#b), `[c](c)`, [d](https://example.org), [e](docs/)\n",
    },
    found: ["README.md:1"],
  },
  {
    rule: "changesets",
    does: "bumps a package that is not there",
    files: { ".changeset/blue-cup.md": '---\n"@icn-mesh/teapot": minor\n---\n\nTea.\n' },
    found: [".changeset/blue-cup.md:1"],
  },
  {
    rule: "changesets",
    does: "says nothing to users",
    files: { ".changeset/blue-cup.md": '---\n"@icn-mesh/core": minor\n---\n' },
    found: [".changeset/blue-cup.md:1"],
  },
  {
    rule: "tool-versions",
    does: "writes of another pnpm",
    files: { "README.md": "Run `npx pnpm@12.21.0 test`,\nnot `npx pnpm@12.20.0 test`.\n" },
    found: ["README.md:2"],
  },
  {
    rule: "tool-versions",
    does: "pins another Node",
    files: { ".node-version": "26.9.0\n" },
    found: [".node-version:1"],
  },
  {
    rule: "tool-versions",
    does: "tests browsers with another vitest",
    files: {
      "interop/browser/package.json": '{ "devDependencies": { "vitest": "5.0.0", "playwright": "1.0.0" } }',
    },
    found: ["interop/browser/package.json:1"],
  },
  {
    rule: "lockfiles",
    does: "names a host",
    files: { "pnpm-lock.yaml": "importers: {}\npackages: {}\nsnapshots: {}\nfrom: https://example.org\n" },
    found: ["pnpm-lock.yaml:4"],
  },
];

function manifestWith(name: string, fields: object): Tree {
  const path = `packages/${name}/package.json`;
  return { [path]: JSON.stringify({ ...JSON.parse(cleanWorkspace[path] ?? "{}"), ...fields }) };
}
