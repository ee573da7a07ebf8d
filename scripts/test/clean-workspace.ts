import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../steps/root.ts";

/** Files by path, with the text of each. */
export type Tree = Readonly<Record<string, string>>;

/** A small workspace in which every rule is kept: a core, a package above it, an adapter, a test and the pages. */
export const cleanWorkspace: Tree = {
  "package.json": JSON.stringify({ name: "root", private: true, packageManager: "pnpm@12.21.0" }),
  "pnpm-workspace.yaml": "packages:\n  - packages/*\nnodeVersion: 26.10.0\ncatalog:\n  vitest: 5.1.0\n",
  ".node-version": "26.10.0\n",
  "biome.json": ours("biome.json"),
  "turbo.json": ours("turbo.json"),
  ".gitignore": "node_modules\n",
  ...packageFiles("core", "core", {}),
  "packages/core/src/index.ts":
    'export { type Cup, createCup } from "./cup.ts";\nexport { CupError } from "./errors.ts";\n',
  "packages/core/src/cup.ts": `import { CupError } from "./errors.ts";

/** Something that holds a drink. */
export interface Cup {
  pour(amount: number): number;
}

/** Makes a cup that refuses to overflow. */
export function createCup(size: number): Cup {
  return {
    pour: (amount) => {
      if (amount > size) throw new CupError("too much", { code: "CORE_OVERFLOW" });
      return amount;
    },
  };
}
`,
  "packages/core/src/errors.ts": `/** What goes wrong with a cup. */
export class CupError extends Error {
  readonly failure: { readonly code: "CORE_OVERFLOW" };

  constructor(message: string, failure: { readonly code: "CORE_OVERFLOW" }) {
    super(message);
    this.failure = failure;
  }
}
`,
  "packages/core/src/node/wall-clock.ts": `import { hrtime } from "node:process";

/** Nanoseconds of the system. */
export function wallClock(): bigint {
  return hrtime.bigint() + BigInt(Date.now());
}
`,
  "packages/core/test/cup.test.ts": `import { expect, test } from "vitest";
import { createCup } from "../src/cup.ts";

test("a cup holds what fits", () => {
  expect(createCup(3).pour(2)).toBe(2);
});
`,
  ...packageFiles("mesh", "rules", { "@icn-mesh/core": "workspace:^" }),
  "packages/mesh/src/index.ts": 'export { fill } from "./fill.ts";\n',
  "packages/mesh/src/fill.ts": `import { type Cup, createCup } from "@icn-mesh/core";

/** A cup with something in it already. */
export function fill(size: number): Cup {
  const cup = createCup(size);
  cup.pour(size);
  return cup;
}
`,
  "docs/glossary.md": "- `Cup`: something that holds a drink.\n- `CupError`\n",
  "docs/errors.md": "| code | what happened |\n|---|---|\n| `CORE_OVERFLOW` | too much |\n",
  "README.md": "See [the words](docs/glossary.md).\n",
};

/** What a package of this workspace consists of besides its sources. */
export function packageFiles(name: string, layer: string, dependencies: object): Tree {
  const manifest = {
    name: `@icn-mesh/${name}`,
    version: "0.0.0",
    type: "module",
    license: "Apache-2.0 OR MIT",
    description: `The ${name}`,
    sideEffects: false,
    engines: { node: ">=22.18.0" },
    exports: {
      ".": { "@icn-mesh/source": "./src/index.ts", types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./package.json": "./package.json",
    },
    dependencies,
    devDependencies: { "tool-for-tests": "catalog:", vitest: "catalog:" },
    publishConfig: { access: "public" },
  };
  return {
    [`packages/${name}/package.json`]: JSON.stringify(manifest),
    [`packages/${name}/turbo.json`]: JSON.stringify({ extends: ["//"], tags: [`layer:${layer}`] }),
  };
}

function ours(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
