import { describe, expect, it } from "vitest";
import { INSTRUCTIONS, type Instruction, opcodeBytes } from "../../src/wasm/instruction-table.ts";
import { prepareModule } from "../../src/wasm/prepare-module.ts";
import { binary, lebOf, section } from "./binary.ts";
import { TERMS } from "./terms.ts";

const CONSTANTS: Readonly<Record<string, readonly number[]>> = {
  i: [0x41, 0],
  I: [0x42, 0],
  f: [0x43, 0, 0, 0, 0],
  F: [0x44, 0, 0, 0, 0, 0, 0, 0, 0],
  v: [0xfd, 0x0c, ...new Array<number>(16).fill(0)],
  r: [0xd0, 0x70],
  "?": [0x41, 0],
};

const IMMEDIATES: Readonly<Record<string, readonly number[]>> = {
  none: [],
  index: [0],
  "two-indexes": [0, 0],
  i32: [5],
  i64: [5],
  f32: [0, 0, 0, 0],
  f64: [0, 0, 0, 0, 0, 0, 0, 0],
  v128: new Array<number>(16).fill(0),
  lanes: new Array<number>(16).fill(0),
  lane: [0],
  memarg: [0, 0],
  "memarg-lane": [0, 0, 0],
  "block-type": [0x40],
  "value-types": [1, 0x7f],
  "heap-type": [0x70],
  targets: [1, 0, 0],
};

/** What has to stand behind some instructions for the function to be valid. */
const CLOSING: Readonly<Record<string, readonly number[]>> = { block: [0x0b], loop: [0x0b], if: [0x0b] };

/** A module with everything an index could mean, and one function of this one instruction. */
function moduleOf({ code, name, takes, gives, immediates = "none" }: Instruction): Uint8Array<ArrayBuffer> {
  const operands = [...takes].flatMap((letter) => CONSTANTS[letter] ?? []);
  const drops = [...gives].map(() => 0x1a);
  const behind = [...(CLOSING[name] ?? []), ...drops];
  const body = [
    1,
    1,
    0x7f,
    ...operands,
    ...opcodeBytes(code),
    ...(IMMEDIATES[immediates] ?? []),
    ...behind,
    0x0b,
  ];
  return binary(
    section(1, [1, 0x60, 0, 0]),
    section(3, [1, 0]),
    section(4, [1, 0x70, 0, 1]),
    section(5, [1, 0, 1]),
    section(6, [1, 0x7f, 1, 0x41, 0, 0x0b]),
    section(9, [1, 1, 0, 1, 0]),
    section(12, [1]),
    section(10, [1, ...lebOf(body.length), ...body]),
    section(11, [1, 1, 0]),
  );
}

const STRUCTURE = new Set(["else", "end"]);
const alone = INSTRUCTIONS.filter(({ name }) => !STRUCTURE.has(name));

describe("the table of instructions", () => {
  it("has each code and each name once", () => {
    expect(new Set(INSTRUCTIONS.map(({ code }) => code)).size).toBe(INSTRUCTIONS.length);
    expect(new Set(INSTRUCTIONS.map(({ name }) => name)).size).toBe(INSTRUCTIONS.length);
    expect(INSTRUCTIONS).toHaveLength(437);
  });

  it.each(alone.map((instruction) => [instruction.name, instruction] as const))(
    "says of %s what the engine finds, which then runs metered",
    (_, instruction) => {
      const bytes = moduleOf(instruction);
      expect(WebAssembly.validate(bytes)).toBe(true);
      for (const deterministic of [false, true]) {
        const prepared = prepareModule(bytes, { ...TERMS, deterministic });
        expect(prepared).toMatchObject({ ok: true });
        expect(prepared.ok && WebAssembly.validate(prepared.bytes)).toBe(true);
      }
    },
  );

  it("prices every vector and scalar of one kind alike", () => {
    const costs = new Map(INSTRUCTIONS.map(({ name, cost }) => [name, cost]));
    expect(costs.get("f32x4.div")).toBe(costs.get("f32.div"));
    expect(costs.get("v128.load")).toBe(costs.get("i32.load"));
    expect(costs.get("i64x2.add")).toBe(costs.get("i64.add"));
  });
});
