import { assemble } from "../../assemble.ts";
import type { HostileGuest } from "../hostile-guest.ts";

/** Guests that never end, by every way of going round that WebAssembly has. */
export const loops: readonly HostileGuest[] = [
  endless("a loop of nothing", "(loop (br 0))"),
  endless("a loop around a block that is left empty", "(loop (block) (br 0))"),
  endless("a loop that asks whether to go on", "(loop (br_if 0 (i32.const 1)))"),
  endless("a loop that goes on through a table", "(loop (br_table 0 0 0 (i32.const 7)))"),
  endless("a loop that is left and entered again", "(loop (block (loop (br 1))) (br 0))"),
  endless("a loop that goes on from within an else", "(loop (if (i32.const 0) (then) (else (br 1))))"),
  endless("a loop of calls", "(loop (call $nothing) (br 0))", "(func $nothing)"),
  endless("a loop within a loop that ends", "(loop (call $count) (br 0))", count()),
  endless(
    "a loop of calls through a table",
    "(loop (call_indirect (type $t) (i32.const 0)) (br 0))",
    "(type $t (func)) (func $nothing) (table funcref (elem $nothing))",
  ),
  endless(
    "a loop that fills memory",
    "(loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x400000)) (br 0))",
    "(memory 64)",
  ),
  endless(
    "a loop that copies memory onto itself",
    "(loop (memory.copy (i32.const 1) (i32.const 0) (i32.const 0x3ffffe)) (br 0))",
    "(memory 64)",
  ),
  {
    ...endless("a start function without end", ""),
    source: () => assemble('(module (func $start (loop (br 0))) (start $start) (func (export "run")))'),
  },
  {
    ...endless("a step without end", ""),
    source: () => assemble('(module (func (export "step") (result i32) (loop (br 0)) (i32.const 1)))'),
  },
  {
    ...endless("steps without end", ""),
    source: () => assemble('(module (func (export "step") (result i32) (i32.const 1)))'),
    limits: { fuel: 100_000 },
  },
  {
    ...endless("a loop with more fuel than time", "(loop (br 0))"),
    ends: "timeout",
    limits: { fuel: Number.MAX_SAFE_INTEGER },
    needsProcess: true,
  },
];

function endless(name: string, body: string, definitions = ""): HostileGuest {
  return {
    name,
    kind: "wasm",
    source: () => assemble(`(module ${definitions} (func (export "run") ${body}))`),
    bound: "ends within its deadline",
    ends: "out-of-fuel",
  };
}

function count(): string {
  return `(func $count (local $i i32)
    (loop (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000)))))`;
}
