import { createMeter, DEFAULT_LIMITS, type Meter, prepareModule } from "@icn-mesh/sandbox";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { KERNELS, kernelModule } from "./kernels.ts";
import { countWords, createWordFiles, wordCount } from "./word-count.ts";

const PLENTY = { fuel: Number.MAX_SAFE_INTEGER, stackWords: DEFAULT_LIMITS.stackWords };
const WANTED = 1.5;

/** What a program pays for being metered, by the engine's own speed without; and what metering it costs beforehand. */
export async function meteringSuite(): Promise<readonly BenchRow[]> {
  const programs = [...(await kernelRows()), ...(await programRows())];
  return [...programs, ...means(programs), ...(await preparationRows())];
}

function metered(bytes: Uint8Array, deterministic: boolean): Uint8Array<ArrayBuffer> {
  const prepared = prepareModule(bytes, { limits: DEFAULT_LIMITS, deterministic });
  if (!prepared.ok) throw new Error(prepared.message);
  return prepared.bytes;
}

type Call = (argument: number) => unknown;

async function kernelRows(): Promise<readonly BenchRow[]> {
  const module = await kernelModule();
  const exportsOf = (bytes: Uint8Array<ArrayBuffer>) =>
    new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Record<string, Call>;
  const raw = exportsOf(module);
  const [plain, exact] = [false, true].map((deterministic) => {
    const exports = exportsOf(metered(module, deterministic));
    return { exports, meter: createMeter(exports, PLENTY) };
  });
  const rows: BenchRow[] = [];
  for (const { name, argument } of KERNELS) {
    const run = (guest: { exports: Record<string, Call>; meter: Meter } | undefined) => () => {
      guest?.meter.enter();
      return guest?.exports[name]?.(argument);
    };
    const contenders = [
      { name: "unmetered", run: () => raw[name]?.(argument) },
      { name: METERED, run: run(plain) },
      { name: DETERMINISTIC, run: run(exact) },
    ] as const;
    rows.push(...(await sideBySide({ operation: name, contenders })));
  }
  return rows;
}

const METERED = "metered";
const DETERMINISTIC = "metered and deterministic";

async function programRows(): Promise<readonly BenchRow[]> {
  const files = createWordFiles();
  const count = (bytes: Uint8Array<ArrayBuffer>, prepare: (exports: WebAssembly.Exports) => void) => {
    const module = new WebAssembly.Module(bytes);
    return () => countWords(module, files, prepare);
  };
  const enter = (exports: WebAssembly.Exports): void => createMeter(exports, PLENTY).enter();
  return sideBySide({
    operation: "C program under WASI",
    contenders: [
      { name: "unmetered", run: count(wordCount, () => {}) },
      { name: METERED, run: count(metered(wordCount, false), enter) },
      { name: DETERMINISTIC, run: count(metered(wordCount, true), enter) },
    ],
  });
}

/** The geometric mean over the programs, by which the goal is measured. */
function means(rows: readonly BenchRow[]): readonly BenchRow[] {
  return ["unmetered", METERED, DETERMINISTIC].map((name) => {
    const own = rows.filter((row) => row.name === name);
    const mean = (read: (row: BenchRow) => number): number =>
      Math.exp(own.reduce((sum, row) => sum + Math.log(read(row)), 0) / own.length);
    const wanted = name === METERED ? WANTED : undefined;
    return {
      operation: "geometric mean",
      name,
      micros: mean(({ micros }) => micros),
      ratio: mean(({ ratio }) => ratio),
      wanted,
    };
  });
}

async function preparationRows(): Promise<readonly BenchRow[]> {
  const rows = await sideBySide({
    operation: `make a module of ${Math.round(wordCount.length / 1000)} kB meter itself`,
    contenders: [
      { name: "the engine's validation alone", run: () => WebAssembly.validate(wordCount) },
      { name: "compiled by the engine, unmetered", run: () => new WebAssembly.Module(wordCount.slice()) },
      { name: METERED, run: () => metered(wordCount, false) },
      { name: DETERMINISTIC, run: () => metered(wordCount, true) },
    ],
  });
  return rows.map((row) => ({
    ...row,
    name: `${row.name}, ${(wordCount.length / row.micros).toFixed(1)} MB/s`,
  }));
}
