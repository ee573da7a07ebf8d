import { assemble } from "../../assemble.ts";
import type { HostileGuest } from "../hostile-guest.ts";

const GROW_AND_TOUCH = `(memory (export "memory") 1)
  (func (export "run") (local $page i32)
    (loop
      (if (i32.eq (local.tee $page (memory.grow (i32.const 16))) (i32.const -1)) (then unreachable))
      (i32.store (i32.shl (local.get $page) (i32.const 16)) (i32.const 1))
      (br_if 0 (i32.lt_u (local.get $page) (i32.const 8192)))))`;

/** Guests that want more memory, or more of a table, than they may have. */
export const memory: readonly HostileGuest[] = [
  greedy("memory that grows page by page", GROW_AND_TOUCH),
  greedy(
    "memory that grows by 2 GiB at once",
    `(memory (export "memory") 1)
     (func (export "run") (if (i32.eq (memory.grow (i32.const 32767)) (i32.const -1)) (then unreachable)))`,
  ),
  greedy("memory of 4 GiB from the start", '(memory (export "memory") 65536) (func (export "run"))'),
  {
    ...greedy(
      "memory that is asked for again and again",
      `(memory (export "memory") 1)
       (func (export "run") (loop (drop (memory.grow (i32.const 1))) (br 0)))`,
    ),
    bound: "ends within its deadline",
    ends: "out-of-fuel",
  },
  {
    ...greedy(
      "a table of ten million elements",
      '(table (export "table") 10000000 funcref) (func (export "run"))',
    ),
    bound: "has 65 536 table elements",
    ends: "invalid-module",
  },
  {
    ...greedy(
      "a table that grows to ten million elements",
      `(table 0 funcref) (export "table" (table 0))
       (func (export "run")
         (if (i32.eq (table.grow 0 (ref.null func) (i32.const 9999999)) (i32.const -1)) (then unreachable)))`,
    ),
    bound: "has 65 536 table elements",
  },
  {
    ...greedy(
      "a table that is filled without end",
      `(table 60000 externref)
       (func (export "run") (loop (table.fill (i32.const 0) (ref.null extern) (i32.const 60000)) (br 0)))`,
    ),
    bound: "ends within its deadline",
    ends: "out-of-fuel",
  },
];

function greedy(name: string, definitions: string): HostileGuest {
  return {
    name,
    kind: "wasm",
    source: () => assemble(`(module ${definitions})`),
    bound: "has 64 MiB of memory",
    ends: "out-of-memory",
  };
}
