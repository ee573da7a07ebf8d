import type { Rng } from "@icn-mesh/core";
import { type ByteSink, writeByte, writeBytes, writeSigned, writeU32 } from "../../src/wasm/byte-sink.ts";
import { INSTRUCTIONS, type Instruction, opcodeBytes } from "../../src/wasm/instruction-table.ts";

/** The letters of the instruction table for numbers: i32, i64, f32, f64, v128. */
export type Letter = "i" | "I" | "f" | "F" | "v";

/** All of them. */
export const LETTERS: readonly Letter[] = ["i", "I", "f", "F", "v"];

/** The byte of a type. */
export const LETTER_TYPES: Readonly<Record<Letter, number>> = { i: 0x7f, I: 0x7e, f: 0x7d, F: 0x7c, v: 0x7b };

/** A function that code may call. */
export interface Callee {
  readonly index: number;
  readonly type: number;
  readonly params: readonly Letter[];
  readonly result: Letter | undefined;
}

/** A label that code may branch to, and what it takes there. */
export interface Target {
  readonly takes: Letter | undefined;
  readonly isLoop?: true;
}

/** Code that is being written, and all that it may refer to. */
export interface RandomCode {
  readonly rng: Rng;
  readonly sink: ByteSink;
  readonly locals: readonly Letter[];
  readonly globals: readonly Letter[];
  readonly callees: readonly Callee[];
  readonly result: Letter | undefined;
  /** The first of four i32 locals that only loops count with. */
  readonly counters: number;
  /** Innermost last. */
  readonly targets: Target[];
  /** How often each instruction was written, by code. */
  readonly written: Map<number, number>;
  /** How many more instructions there may be, roughly. */
  room: number;
}

const BY_NAME = new Map(INSTRUCTIONS.map((instruction) => [instruction.name, instruction]));

/** An instruction by its name. */
export function instructionNamed(name: string): Instruction {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

/** One of a list. */
export function pick<T>(rng: Rng, list: readonly T[]): T {
  return list[rng.below(list.length)] as T;
}

/** Writes an opcode, and indexes behind it. */
export function put(code: RandomCode, name: string, ...indexes: readonly number[]): void {
  const { code: number } = instructionNamed(name);
  code.written.set(number, (code.written.get(number) ?? 0) + 1);
  code.room -= 1;
  writeBytes(code.sink, opcodeBytes(number));
  for (const index of indexes) writeU32(code.sink, index);
}

/** Writes `i32.const`. */
export function putI32(code: RandomCode, value: number): void {
  put(code, "i32.const");
  writeSigned(code.sink, value | 0);
}

const EDGES = [0, 1, -1, 2, 7, 8, 63, 64, 255, 65_535, 65_536, 2 ** 31 - 1, -(2 ** 31)];
const F32_BITS = [0, 0x80000000, 0x3f800000, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00001, 0x7f800001, 1];

/** Writes a constant, often one at which something begins or ends. */
export function putConstant(code: RandomCode, letter: Letter): void {
  const { rng, sink } = code;
  const isAny = rng.below(4) === 0;
  put(code, CONSTANTS[letter]);
  if (letter === "i") writeSigned(sink, (isAny ? rng.below(2 ** 32) : pick(rng, EDGES)) | 0);
  if (letter === "I") writeSigned(sink, isAny ? rng.below(2 ** 53 - 1) : pick(rng, EDGES) * pick(rng, EDGES));
  const bits = pick(rng, F32_BITS);
  for (let word = 0; word < (WORDS[letter] ?? 0); word++) putWord(sink, isAny ? rng.below(2 ** 32) : bits);
}

const CONSTANTS = {
  i: "i32.const",
  I: "i64.const",
  f: "f32.const",
  F: "f64.const",
  v: "v128.const",
} as const;
const WORDS: Readonly<Record<string, number>> = { f: 1, F: 2, v: 4 };

function putWord(sink: ByteSink, bits: number): void {
  for (const shift of [0, 8, 16, 24]) writeByte(sink, (bits >>> shift) & 255);
}

/** Writes what stands behind an instruction that computes, loads or stores. */
export function putImmediates({ rng, sink }: RandomCode, { name, immediates }: Instruction): void {
  if (immediates === "memarg" || immediates === "memarg-lane") {
    writeByte(sink, 0);
    writeU32(sink, rng.below(8) === 0 ? rng.below(200_000) : rng.below(64));
  }
  if (immediates === "lane" || immediates === "memarg-lane") writeByte(sink, rng.below(lanesOf(name)));
  if (immediates === "lanes") for (let lane = 0; lane < 16; lane++) writeByte(sink, rng.below(32));
}

function lanesOf(name: string): number {
  const bits = /(?:load|store)(\d+)_lane/.exec(name)?.[1];
  return bits === undefined ? Number(/x(\d+)/.exec(name)?.[1]) : 128 / Number(bits);
}
