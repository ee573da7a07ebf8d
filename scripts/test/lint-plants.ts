import type { Tree } from "./clean-workspace.ts";

/** What biome has to refuse, by rule: a file for each violation, of which only that rule complains. */
export const lintPlants: Readonly<Record<string, Tree>> = {
  "complexity/noExcessiveCognitiveComplexity": {
    "packages/core/src/tangle.ts": `export function tangle(a: number): number {
  if (a > 0) {
    for (let at = 0; at < a; at++) {
      if (at > 1) {
        while (a > at) {
          if (at > 2) return at;
        }
      }
    }
  }
  return 0;
}
`,
  },
  "complexity/useMaxParams": {
    "packages/core/src/parameters.ts":
      "export const four = (a: 1, b: 1, c: 1, d: 1): number => a + b + c + d;\n",
  },
  "correctness/noNodejsModules": {
    "packages/core/src/reads-files.ts":
      'import { readFileSync } from "node:fs";\n\nexport const read = readFileSync;\n',
    "packages/core/src/reads-files-later.ts":
      'export const later = (): Promise<unknown> => import("node:fs");\n',
    "packages/core/src/platform/native.ts":
      'import { hash } from "node:crypto";\n\nexport const digest = hash;\n',
    "packages/core/test/needs-node.test.ts": 'import { cwd } from "node:process";\n\ncwd();\n',
    "packages/mesh/src/opens-sockets.ts":
      'import { connect } from "node:net";\n\nexport const open = connect;\n',
  },
  "correctness/noUndeclaredDependencies": {
    "packages/core/src/undeclared.ts": 'import { pad } from "left-pad";\n\nexport const left = pad;\n',
    "packages/core/src/for-tests.ts":
      'import { parse } from "tool-for-tests";\n\nexport const tool = parse;\n',
  },
  "correctness/useImportExtensions": {
    "packages/core/src/extension.ts":
      'import { createCup } from "./cup";\n\nexport const made = createCup(1);\n',
  },
  "nursery/noFloatingPromises": {
    "packages/core/src/floating.ts": `const work = async (): Promise<number> => await Promise.resolve(1);

export function start(): void {
  work();
}
`,
  },
  "nursery/noImpliedEval": { "packages/core/src/code.ts": 'export const add = new Function("return 1");\n' },
  "nursery/noJsRestrictedProperties": {
    "packages/core/src/dice.ts": "export const roll = (): number => Math.random();\n",
    "packages/core/src/hidden-dice.ts": "export const { random } = Math;\n",
    "packages/core/src/deadline.ts": "export const soon = (): AbortSignal => AbortSignal.timeout(10);\n",
    "packages/core/src/keys.ts":
      "export const make = (utils: { randomSecretKey(): number }): number => utils.randomSecretKey();\n",
    "packages/core/test/mocked.test.ts": 'import { vi } from "vitest";\n\nvi.mock("../src/cup.ts");\n',
    "packages/core/test/faked.test.ts": 'import { vi } from "vitest";\n\nvi.useFakeTimers();\n',
  },
  "nursery/noMisusedPromises": {
    "packages/core/src/misused.ts": `const work = async (): Promise<number> => await Promise.resolve(1);

export const all = (list: number[]): void => {
  list.forEach(async () => {
    await work();
  });
};
`,
  },
  "nursery/useAwaitThenable": {
    "packages/core/src/waits-for-nothing.ts": "export const five = async (): Promise<number> => await 5;\n",
  },
  "nursery/useExhaustiveSwitchCases": {
    "packages/core/src/switches.ts": `export function legs(animal: "cat" | "bird" | "snake"): number {
  switch (animal) {
    case "cat":
      return 4;
    case "bird":
      return 2;
  }
  return 0;
}
`,
  },
  "performance/noBarrelFile": { "packages/core/src/barrel.ts": 'export { createCup } from "./cup.ts";\n' },
  "performance/noReExportAll": { "packages/core/src/all/index.ts": 'export * from "../cup.ts";\n' },
  "style/noCommonJs": { "packages/core/src/requires.ts": 'export const cup = require("./cup.ts");\n' },
  "style/noDefaultExport": { "packages/core/src/default.ts": "export default 1;\n" },
  "style/noEnum": { "packages/core/src/enum.ts": "export enum Drink {\n  Tea = 1,\n}\n" },
  "style/noExcessiveLinesPerFile": {
    "packages/core/src/long.ts": `${"// one\n".repeat(300)}export const a = 1;\n`,
  },
  "style/noNamespace": {
    "packages/core/src/namespace.ts": "export namespace Drink {\n  export const tea = 1;\n}\n",
  },
  "style/noNestedTernary": {
    "packages/core/src/ternary.ts":
      "export const pick = (a: number): number => (a > 1 ? 1 : a > 0 ? 2 : 3);\n",
  },
  "style/noNonNullAssertion": {
    "packages/core/src/non-null.ts": "export const sure = (a?: number): number => a! + 1;\n",
  },
  "style/noParameterProperties": {
    "packages/core/src/property-error.ts":
      "export class PropertyError extends Error {\n  constructor(readonly code: string) {\n    super(code);\n  }\n}\n",
  },
  "style/noRestrictedGlobals": {
    "packages/core/src/clock.ts": "export const now = (): number => Date.now();\n",
    "packages/core/src/dated.ts": "export const now = (): unknown => new Date();\n",
    "packages/core/src/hidden-clock.ts": 'export const now = (): unknown => globalThis["Date"];\n',
    "packages/core/src/monotonic.ts": "export const now = (): number => performance.now();\n",
    "packages/core/src/timer.ts":
      "export const later = (work: () => void): unknown => setTimeout(work, 1);\n",
    "packages/core/src/crypto.ts": "export const id = (): string => crypto.randomUUID();\n",
    "packages/core/src/machine.ts": "export const where = (): string => process.cwd();\n",
    "packages/core/src/http.ts": 'export const get = (): Promise<unknown> => fetch("/");\n',
    "packages/core/test/sleeps.test.ts": "setTimeout(() => {}, 100);\n",
    "packages/core/test/measures.test.ts": "export const started = performance.now();\n",
  },
  "style/noRestrictedImports": {
    "packages/core/src/adapter.ts":
      'import { wallClock } from "./node/wall-clock.ts";\n\nexport const a = wallClock();\n',
    "packages/core/src/uses-testing.ts": 'import { a } from "./testing/a.ts";\n\nexport const b = a;\n',
    "packages/network/src/node/uses-libp2p.ts":
      'import type { Libp2p } from "@libp2p/interface";\n\nexport type A = Libp2p;\n',
    "packages/core/test/node/waits.test.ts":
      'import { setTimeout } from "node:timers/promises";\n\nawait setTimeout(9);\n',
  },
  "style/useFilenamingConvention": { "packages/core/src/CamelCase.ts": "export const a = 1;\n" },
  "style/useNodejsImportProtocol": {
    "packages/core/src/node/protocol.ts":
      'import { readFileSync } from "fs";\n\nexport const a = readFileSync;\n',
  },
  "style/useThrowOnlyError": {
    "packages/core/src/throws-text.ts": 'export const no = (): never => {\n  throw "no";\n};\n',
  },
  "suspicious/noConsole": {
    "packages/core/src/prints.ts": 'export const say = (): void => console.log("a");\n',
  },
  "suspicious/noExplicitAny": { "packages/core/src/any.ts": "export const any = (a: any): unknown => a;\n" },
  "suspicious/noImportCycles": {
    "packages/core/src/egg.ts": 'import type { Hen } from "./hen.ts";\n\nexport type Egg = { from: Hen };\n',
    "packages/core/src/hen.ts": 'import type { Egg } from "./egg.ts";\n\nexport type Hen = { from: Egg };\n',
  },
};
