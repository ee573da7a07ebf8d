import { expect, test } from "vitest";
import { commandOutcome } from "../steps/run-command.ts";
import { cleanWorkspace, packageFiles, type Tree } from "./clean-workspace.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("turbo lets the clean workspace pass", async () => {
  expect(await boundaries({})).toBe("");
});

test.for([
  {
    does: "depends on a package of its own layer",
    files: packageFiles("dag", "rules", { "@icn-mesh/mesh": "workspace:^" }),
    complaint: "`@icn-mesh/mesh` found without any tag listed in allowlist for `@icn-mesh/dag`",
  },
  {
    does: "depends on a package of a higher layer",
    files: packageFiles("core", "core", { "@icn-mesh/mesh": "workspace:^" }),
    complaint: "`@icn-mesh/mesh` found without any tag listed in allowlist for `@icn-mesh/core`",
  },
  {
    does: "depends, from the lowest layer, on its like",
    files: packageFiles("kernel", "core", { "@icn-mesh/core": "workspace:^" }),
    complaint: "`@icn-mesh/core` found without any tag listed in allowlist for `@icn-mesh/kernel`",
  },
  {
    does: "imports a package that it does not declare",
    files: { "packages/core/src/new.ts": 'import { fill } from "@icn-mesh/mesh";\n\nfill(1);\n' },
    complaint: "cannot import package `@icn-mesh/mesh` because it is not a dependency",
  },
  {
    does: "reaches into the folder of another package",
    files: {
      "packages/mesh/src/new.ts": 'import { createCup } from "../../core/src/cup.ts";\n\ncreateCup(1);\n',
    },
    complaint: "import `../../core/src/cup.ts` leaves the package",
  },
])("turbo refuses a package that $does", async ({ files, complaint }) => {
  expect(await boundaries(files)).toContain(complaint);
});

/** What turbo has against the workspace with these changes; nothing if it passes. */
async function boundaries(changes: Tree): Promise<string> {
  const outcome = await commandOutcome(["turbo", "boundaries"], {
    cwd: temporaryFolder({ ...cleanWorkspace, ...changes }),
  });
  // turbo wraps its lines and draws a margin.
  return outcome.status === "failed" ? outcome.output.replaceAll(/\n\s*\|/g, "").replaceAll(/\s+/g, " ") : "";
}
