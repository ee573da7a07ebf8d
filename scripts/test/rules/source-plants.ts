import type { Plant } from "./plant.ts";

const PATH = "packages/core/src/new.ts";

/** Violations that one source file is enough for. A word that is refused everywhere is put together here. */
export const sourcePlants: readonly Plant[] = [
  plant("classes", "makes a part a class", { text: "/** A part. */\nexport class Part {}\n", line: 2 }),
  plant("classes", "extends something other than an error", { text: "const Part = class extends Map {};\n" }),
  plant("throws", "throws an error without a code", {
    text: 'function no() {\n  throw new Error("no");\n}\n',
    line: 2,
  }),
  plant("throws", "rejects with an error without a code", {
    text: 'const no = () => Promise.reject(TypeError("no"));\n',
  }),
  plant("quiet-modules", "calls something when it is imported", {
    text: 'const a = 1;\nconsole.log("hello");\n',
    line: 2,
  }),
  plant("quiet-modules", "loops when it is imported", { text: "for (const each of []) each;\n" }),
  plant("function-length", "has a function of 51 lines", { text: longFunction("work", 51) }),
  plant("function-length", "has a method of 51 lines", {
    text: `const a = {\n${longFunction("work", 51).slice(9)}};\n`,
    line: 2,
  }),
  plant("function-length", "has a factory of 81 lines", { text: longFunction("createWork", 81) }),
  plant("suppressions", "switches off a rule of biome without a reason", {
    text: "// biome-ignore lint/a/b\n",
  }),
  plant("suppressions", "switches off a rule of the house without a reason", {
    text: "// house-ignore classes\n",
  }),
  plant("suppressions", "expects an error of the compiler without a reason", {
    text: "// @ts-expect-error\n",
  }),
  plant("suppressions", "hides from the compiler", { text: "// @ts-nocheck: because I can\n" }),
  plant("unfinished-work", "leaves work for later", { text: `// ${["TO", "DO"].join("")}: more\n` }),
  plant("machine-names", "names a folder of one machine", {
    text: `const a = "${["", "home", "ann"].join("/")}";\n`,
  }),
  plant("machine-names", "names a registry", {
    text: `// ${["https://registry", "example", "org"].join(".")}\n`,
  }),
  plant("error-codes", "makes a code that has no row", {
    text: 'const a = {\n  code: "CORE_EMPTY",\n};\n',
    line: 2,
  }),
  plant("error-codes", "passes a code on that has no row", { text: 'const a = refuse("CORE_EMPTY");\n' }),
  plant("error-codes", "declares a code that has no row", { text: 'type A = { code: "CORE_EMPTY" };\n' }),
];

function plant(rule: string, does: string, { text, line = 1 }: { text: string; line?: number }): Plant {
  return { rule, does, files: { [PATH]: text }, found: [`${PATH}:${line}`] };
}

function longFunction(name: string, lines: number): string {
  return `function ${name}() {\n${"  work();\n".repeat(lines - 2)}}\n`;
}
