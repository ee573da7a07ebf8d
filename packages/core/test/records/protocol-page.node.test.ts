import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { wireTables } from "./wire-type.ts";

const tables = wireTables();
const page = await readFile(new URL("../../../../docs/protocol.md", import.meta.url), "utf8");

describe("docs/protocol.md", () => {
  it.each([...tables])("has every field of %s, with its type and bounds", (name, rows) => {
    expect(rowsUnder(name).sort()).toEqual([...rows].sort());
  });

  it("describes no record and no part that there is none of", () => {
    const headings = [...page.matchAll(/^#+ `(.+)`$/gm)].map((match) => match[1]);
    expect(headings.sort()).toEqual([...tables.keys()].sort());
  });
});

/** The code in the first two cells of each row of the table under a heading. */
function rowsUnder(name: string): string[] {
  const [, section = ""] = page.split(`\n#### \`${name}\`\n`);
  const rows = section.split(/\n#+ /)[0]?.matchAll(/^\| (`[^|]+`) \| (`[^|]+`)?/gm) ?? [];
  return [...rows].map(([, first, second]) => (second === undefined ? `${first}` : `${first} | ${second}`));
}
