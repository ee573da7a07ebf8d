import { createSeededRng, type Rng } from "@icn-mesh/core";
import {
  type ByteSink,
  createByteSink,
  sinkBytes,
  writeByte,
  writeBytes,
  writeU32,
} from "../../src/wasm/byte-sink.ts";
import { type Callee, LETTER_TYPES, LETTERS, type Letter, pick, type RandomCode } from "./random-code.ts";
import { putExpression } from "./random-expression.ts";
import { putStatements } from "./random-statement.ts";

/** A valid module, and how often each instruction is in it, by code. */
export interface RandomModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly written: ReadonlyMap<number, number>;
}

const COUNTERS = 4;
const GLOBALS: readonly Letter[] = ["i", "I", "f", "F", "v"];
const HOST: Callee = { index: 0, type: 0, params: ["i", "i"], result: "i" };

/** The same seed gives the same module: functions, a memory, a table, globals and segments, all exported that can be. */
export function randomModule(seed: string): RandomModule {
  const rng = createSeededRng(seed);
  const functions = Array.from({ length: 1 + rng.below(5) }, (_, index) => randomSignature(rng, index + 1));
  const callees = [HOST, ...functions];
  const written = new Map<number, number>();
  const bodies = functions.map((callee) => randomBody({ rng, callees, callee, written }));
  const start = rng.below(6) === 0 ? functions.find(isStart)?.index : undefined;
  return { bytes: assemble({ functions, bodies, start }), written };
}

function isStart({ params, result }: Callee): boolean {
  return params.length === 0 && result === undefined;
}

function randomSignature(rng: Rng, index: number): Callee {
  const params = Array.from({ length: rng.below(4) }, () => pick(rng, LETTERS));
  return { index, type: index, params, result: rng.below(3) === 0 ? undefined : pick(rng, LETTERS) };
}

interface BodyPlan {
  readonly rng: Rng;
  readonly callees: readonly Callee[];
  readonly callee: Callee;
  readonly written: Map<number, number>;
}

function randomBody({ rng, callees, callee, written }: BodyPlan): Uint8Array {
  const added = [...LETTERS, ...Array.from({ length: rng.below(4) }, () => pick(rng, LETTERS))];
  const locals = [...callee.params, ...added];
  const sink = createByteSink(512);
  const code: RandomCode = {
    rng,
    sink,
    locals,
    globals: GLOBALS,
    callees: rng.below(8) === 0 ? callees : callees.filter(({ index }) => index < callee.index),
    result: callee.result,
    counters: locals.length,
    targets: [{ takes: callee.result }],
    written,
    room: 20 + rng.below(150),
  };
  writeU32(sink, added.length + 1);
  for (const letter of added) writeBytes(sink, [1, LETTER_TYPES[letter]]);
  writeBytes(sink, [COUNTERS, LETTER_TYPES.i]);
  while (code.room > 0 && rng.below(6) > 0) putStatements(code);
  if (callee.result !== undefined) putExpression(code, callee.result);
  writeByte(sink, 0x0b);
  return sinkBytes(sink);
}

interface Assembly {
  readonly functions: readonly Callee[];
  readonly bodies: readonly Uint8Array[];
  readonly start: number | undefined;
}

function assemble({ functions, bodies, start }: Assembly): Uint8Array<ArrayBuffer> {
  const sink = createByteSink(4_096);
  const list = (id: number, entries: readonly ArrayLike<number>[]): void => {
    const content = createByteSink(256);
    writeU32(content, entries.length);
    for (const entry of entries) writeBytes(content, entry);
    section(sink, id, sinkBytes(content));
  };
  writeBytes(sink, [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  list(1, [HOST, ...functions].map(functionType));
  list(2, [[...text("host"), ...text("mix"), 0, 0]]);
  list(
    3,
    functions.map(({ type }) => [type]),
  );
  list(4, [[0x70, 1, 10, 16]]);
  list(5, [[1, 1, 3]]);
  list(6, GLOBALS.map(globalEntry));
  list(7, exportsOf(functions));
  if (start !== undefined) section(sink, 8, [start]);
  const elements = [0, ...functions.map(({ index }) => index)];
  list(9, [
    [0, 0x41, 0, 0x0b, elements.length, ...elements],
    [1, 0, elements.length, ...elements],
  ]);
  section(sink, 12, [2]);
  list(
    10,
    bodies.map((body) => [...leb(body.length), ...body]),
  );
  list(11, [
    [0, 0x41, 0, 0x0b, ...text("data that is there from the beginning")],
    [1, ...text("data that waits")],
  ]);
  return sinkBytes(sink);
}

function section(sink: ByteSink, id: number, content: ArrayLike<number>): void {
  writeByte(sink, id);
  writeU32(sink, content.length);
  writeBytes(sink, content);
}

function functionType({ params, result }: Callee): readonly number[] {
  const types = params.map((letter) => LETTER_TYPES[letter]);
  return [0x60, params.length, ...types, ...(result === undefined ? [0] : [1, LETTER_TYPES[result]])];
}

function globalEntry(letter: Letter): readonly number[] {
  const zeros: Readonly<Record<Letter, readonly number[]>> = {
    i: [0x41, 5],
    I: [0x42, 9],
    f: [0x43, 0, 0, 0x80, 0x3f],
    F: [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
    v: [0xfd, 0x0c, ...Array.from({ length: 16 }, (_, index) => index)],
  };
  return [LETTER_TYPES[letter], 1, ...zeros[letter], 0x0b];
}

/** Functions with vectors in their signature are exported as well, though JavaScript cannot call them. */
function exportsOf(functions: readonly Callee[]): readonly (readonly number[])[] {
  return [
    [...text("memory"), 2, 0],
    ...functions.map(({ index }) => [...text(`f${index}`), 0, index]),
    ...GLOBALS.map((letter, index) => [...text(`g${letter}`), 3, index]),
  ];
}

function leb(value: number): readonly number[] {
  const sink = createByteSink(8);
  writeU32(sink, value);
  return [...sinkBytes(sink)];
}

function text(value: string): readonly number[] {
  return [...leb(value.length), ...new TextEncoder().encode(value)];
}
