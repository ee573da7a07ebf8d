import { describe, expect, it } from "vitest";
import { applyPatch } from "../../mutants/apply-patch.ts";

const text = "one\ntwo\nthree\nfour\n";
const textOf = (path: string) => (path === "a.ts" || path === "b.ts" ? text : undefined);
const diff = (path: string, ...lines: readonly string[]) =>
  [`--- a/${path}`, `+++ b/${path}`, ...lines, ""].join("\n");

describe("applyPatch", () => {
  it("replaces the lines that the patch removes by those that it adds", () => {
    const patch = diff("a.ts", "@@ -1,3 +1,3 @@", " one", "-two", "+2", " three");
    expect(applyPatch(patch, textOf)).toEqual(new Map([["a.ts", "one\n2\nthree\nfour\n"]]));
  });

  it("finds the place by its lines, whatever numbers the patch has, after words of explanation", () => {
    const patch = `Why this is a bug.\n\n${diff("a.ts", "@@ -90 +90 @@ anything", "-three", "+3", "+3½")}`;
    expect(applyPatch(patch, textOf).get("a.ts")).toBe("one\ntwo\n3\n3½\nfour\n");
  });

  it("changes several places in several files", () => {
    const patch = diff("a.ts", "@@ @@", "-one", "@@ @@", "-four", "+4") + diff("b.ts", "@@ @@", "-two", "+2");
    expect([...applyPatch(patch, textOf).values()]).toEqual(["two\nthree\n4\n", "one\n2\nthree\nfour\n"]);
  });

  it.each([
    ["does not fit any more", diff("a.ts", "@@ @@", "-five"), /does not fit: five/],
    ["fits in two places", diff("twice.ts", "@@ @@", "-x"), /fits in 2 places/],
    ["is for a file that is gone", diff("c.ts", "@@ @@", "-one"), /no c.ts/],
    ["names no file", "nothing of the kind", /names no file/],
    ["names none behind its head", "--- a/a.ts\nnothing", /not the name of a patched file/],
  ])("throws for a patch that %s", (_, patch, message) => {
    expect(() => applyPatch(patch, (path) => (path === "twice.ts" ? "x\nx\n" : textOf(path)))).toThrow(
      message,
    );
  });
});
