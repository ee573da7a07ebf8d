import { assemble } from "../../assemble.ts";
import type { HostileGuest } from "../hostile-guest.ts";

const WIDE = Array.from({ length: 1000 }, (_, index) => index);

const HUNDRED = WIDE.slice(0, 100);

/** Guests that call without ever returning, or more often than anybody can wait for. */
export const recursion: readonly HostileGuest[] = [
  deep("recursion without end", '(func $f (export "run") (call $f))'),
  deep("two functions that call each other", '(func $f (export "run") (call $g)) (func $g (call $f))'),
  deep(
    "recursion through a table",
    `(type $t (func)) (table funcref (elem $f))
     (func $f (export "run") (call_indirect (type $t) (i32.const 0)))`,
  ),
  deep(
    "recursion with a thousand values in every frame",
    `(func (export "run") (drop (call $f (i64.const 1))))
     (func $f (param $x i64) (result i64) (local ${WIDE.map(() => "i64").join(" ")})
       ${WIDE.map((index) => `(local.set ${index + 1} (i64.mul (local.get $x) (i64.const ${index + 3})))`).join("\n")}
       (local.set $x (call $f (i64.add (local.get $x) (i64.const 1))))
       ${WIDE.map((index) => `(local.get ${index + 1})`).join(" ")} (local.get $x)
       ${WIDE.map(() => "i64.add").join(" ")})`,
  ),
  deep(
    "recursion with a hundred parameters of 128 bits",
    `(func (export "run") ${HUNDRED.map(() => "(v128.const i64x2 0 0)").join(" ")} (call $f))
     (func $f (param ${HUNDRED.map(() => "v128").join(" ")})
       ${HUNDRED.map((index) => `(i64x2.add (local.get ${index}) (local.get ${99 - index}))`).join(" ")}
       (call $f)
       ${HUNDRED.map((index) => `(local.set ${index} (local.get ${99 - index}))`).join(" ")})`,
  ),
  deep("recursion in a start function", '(func $f (call $f)) (start $f) (func (export "run"))'),
  {
    ...deep(
      "calls that double at every depth",
      `(func (export "run") (call $f (i32.const 60)))
       (func $f (param $n i32)
         (if (local.get $n) (then
           (call $f (i32.sub (local.get $n) (i32.const 1)))
           (call $f (i32.sub (local.get $n) (i32.const 1))))))`,
    ),
    bound: "ends within its deadline",
    ends: "out-of-fuel",
  },
];

function deep(name: string, definitions: string): HostileGuest {
  return {
    name,
    kind: "wasm",
    source: () => assemble(`(module ${definitions})`),
    bound: "stays off the engine's stack",
    ends: "trap",
  };
}
