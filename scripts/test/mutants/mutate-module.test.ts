import { describe, expect, it } from "vitest";
import { guardLoops } from "../../mutants/guard-loops.ts";
import { mutate, mutationsOf } from "../../mutants/mutate-module.ts";
import { sample } from "../../mutants/sample.ts";

const variantsOf = (text: string): string[] =>
  mutationsOf("a.ts", text).map((mutation) => mutate(text, mutation));

describe("mutationsOf", () => {
  it.each([
    ["a < b;", ["a <= b;"]],
    ["a && b;", ["a || b;"]],
    ["a ?? b;", ["a && b;"]],
    ["a += b;", ["a -= b;"]],
    ["a++;", ["a--;"]],
    ["f(!a);", ["f((a));"]],
    ["f(1);", ["f((2));"]],
    ["f(1n);", ["f((2n));"]],
    ["f(true);", ["f((false));"]],
    ['f("x");', ['f((""));']],
  ])("changes the operators and constants of %s", (text, variants) => {
    expect(variantsOf(text)).toEqual(expect.arrayContaining(variants));
  });

  it("leaves statements out, and turns conditions and results", () => {
    expect(variantsOf("if (a) f();")).toEqual(["if ((true)) f();", "if ((false)) f();", "if (a) ;"]);
    expect(variantsOf("const x = a ? b : c;")).toEqual([
      "const x = (true) ? b : c;",
      "const x = (false) ? b : c;",
    ]);
    expect(variantsOf("function g() { return a; }")).toEqual(["function g() { return (undefined); }"]);
    expect(variantsOf("const g = () => a;")).toEqual(["const g = () => (undefined);"]);
  });

  it("makes no change that changes nothing", () => {
    expect(variantsOf("function g() { return undefined; }")).toEqual([]);
    expect(
      variantsOf('import { a } from "b";\nexport { c } from "d";\ntype E = "f" | 1;\ninterface G { h: 2 }'),
    ).toEqual([]);
    expect(variantsOf('const x: "y" = a as "z";')).toEqual([]);
    expect(variantsOf('const x = { "y-z": a };')).toEqual([]);
  });

  it("says where each change is", () => {
    expect(mutationsOf("a.ts", "f();\n\na > b;")[1]).toMatchObject({ path: "a.ts", line: 3, from: "a > b;" });
  });
});

describe("sample", () => {
  const all = mutationsOf("a.ts", "f(1, 2, 3, 4, 5, 6, 7, 8);");

  it("takes as many as asked for, the same each time, in whatever order they come", () => {
    expect(sample(all, 3)).toHaveLength(3);
    expect(sample(all.toReversed(), 3)).toEqual(sample(all, 3));
    expect(sample(all, 99)).toHaveLength(all.length);
  });

  it("takes others for a smaller part of a larger sample", () => {
    expect(sample(all, 5).slice(0, 3)).toEqual(sample(all, 3));
  });
});

describe("guardLoops", () => {
  const run = (text: string): Promise<Record<string, unknown>> =>
    import(`data:text/javascript,${encodeURIComponent(guardLoops("a.ts", text))}`);

  it.each(["for (;;);", "while (true) {}", "do {} while (true);", "for (;;) { if (false) break; }"])(
    "ends %s",
    async (loop) => {
      await expect(run(loop)).rejects.toThrow("a loop without end");
    },
  );

  it("changes nothing of loops that end, and of code without any", async () => {
    const text =
      "export let n = 0; for (const x of [1, 2, 3]) n += x; for (const k in { a: 1 }) n += k.length;";
    expect(await run(text)).toMatchObject({ n: 7 });
    expect(guardLoops("a.ts", "const a = 1;")).toBe("const a = 1;");
  });
});
