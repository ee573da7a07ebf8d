import { cleanWorkspace } from "../clean-workspace.ts";
import type { Plant } from "./plant.ts";

const INDEX = "packages/core/src/index.ts";
const PATH = "packages/core/src/new.ts";

/** Violations in what a package exports. */
export const exportPlants: readonly Plant[] = [
  exporting("pour", "documented-exports", {
    does: "exports a function without a word",
    text: "export function pour(): void {}\n",
    line: 1,
  }),
  exporting("pour", "documented-exports", {
    does: "exports a constant under a line comment",
    text: "// It pours well.\nexport const pour = 1;\n",
    line: 2,
  }),
  exporting("pour", "documented-exports", {
    does: "says a single word",
    text: "/** Pours. */\nexport const pour = 1;\n",
    line: 2,
  }),
  exporting("pour", "documented-exports", {
    does: "says no whole sentence",
    text: "/** it pours well */\nexport const pour = 1;\n",
    line: 2,
  }),
  exporting("pour", "documented-exports", {
    does: "documents another name",
    text: "/** It is far away. */\nconst other = 1;\nexport const pour = other;\n",
    line: 3,
  }),
  exporting("Pouring", "documented-exports", {
    does: "infers a type from a schema of which nothing is said",
    text: "const pour = z.string();\nexport type Pouring = z.infer<typeof pour>;\n",
    line: 2,
  }),
  exporting("PourImpl", "exported-names", {
    does: "exports a name with filler",
    text: "/** It pours well. */\nexport const PourImpl = 1;\n",
    line: 2,
  }),
  exporting("Jug", "glossary", {
    does: "exports a type that the glossary lacks",
    text: "/** It pours well. */\nexport type Jug = 1;\n",
    line: 2,
  }),
  exporting("JugOptions", "glossary", {
    does: "exports options of a noun that the glossary lacks",
    text: "/** It pours well. */\nexport interface JugOptions {}\n",
    line: 2,
  }),
  {
    rule: "index-files",
    does: "has logic in an index",
    files: { [INDEX]: `${cleanWorkspace[INDEX]}\n/** Not here. */\nexport const answer = 42;\n` },
    found: [`${INDEX}:5`],
  },
];

interface Violation {
  readonly does: string;
  readonly text: string;
  readonly line: number;
}

function exporting(name: string, rule: string, { does, text, line }: Violation): Plant {
  const index = `${cleanWorkspace[INDEX]}export { ${name} } from "./new.ts";\n`;
  return { rule, does, files: { [INDEX]: index, [PATH]: text }, found: [`${PATH}:${line}`] };
}
