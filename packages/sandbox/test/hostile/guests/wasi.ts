import { assemble } from "../../assemble.ts";
import type { HostileGuest } from "../hostile-guest.ts";

const PATH_OPEN = `(import "wasi_snapshot_preview1" "path_open"
  (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))`;
const FD_WRITE =
  '(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))';
const READ_AND_WRITE = "(i64.const 0x42)";
const CREATE = 1;

/** Programs that misuse the interface that ordinary programs are compiled for. */
export const wasi: readonly HostileGuest[] = [
  {
    ...program(
      "ten thousand files",
      `${PATH_OPEN} (memory (export "memory") 1) (data (i32.const 0) "aaaa")
       (func $letter (param $i i32) (param $at i32)
         (i32.store8 (local.get $at) (i32.add (i32.const 97)
           (i32.and (i32.shr_u (local.get $i) (i32.shl (local.get $at) (i32.const 2))) (i32.const 15)))))
       (func (export "_start") (local $i i32)
         (loop
           ${[0, 1, 2, 3].map((at) => `(call $letter (local.get $i) (i32.const ${at}))`).join(" ")}
           (if (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const ${CREATE})
                 ${READ_AND_WRITE} ${READ_AND_WRITE} (i32.const 0) (i32.const 64)) (then unreachable))
           (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10000)))))`,
    ),
    bound: "makes 256 files",
    ends: "trap",
  },
  {
    ...program(
      "a way out of its directory",
      `${PATH_OPEN} (memory (export "memory") 1) (data (i32.const 0) "../../../../../../../../etc/passwd")
       (func (export "_start")
         (if (call $open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const 34) (i32.const 0)
               (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 64)) (then unreachable)))`,
    ),
    bound: "sees no file of the host",
    ends: "trap",
    heldByEngine: true,
  },
  {
    ...program(
      "a thousand vectors over the same bytes",
      `${FD_WRITE} (memory (export "memory") 2)
       (func (export "_start") (local $i i32)
         (loop
           (i64.store (i32.shl (local.get $i) (i32.const 3)) (i64.const 0x1000000000000))
           (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
         (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1000) (i32.const 65600))))`,
    ),
    bound: "puts out 16 MiB",
    ends: "output-too-large",
  },
  {
    ...program(
      "sixteen million vectors",
      `${FD_WRITE} (memory (export "memory") 1)
       (func (export "_start")
         (if (call $write (i32.const 1) (i32.const 0) (i32.const 0x1000000) (i32.const 64)) (then unreachable)))`,
    ),
    bound: "is stopped at a bad pointer",
    ends: "trap",
    heldByEngine: true,
  },
  {
    ...program(
      "a wait until the clock has gone on for an hour",
      `(import "wasi_snapshot_preview1" "clock_time_get" (func $now (param i32 i64 i32) (result i32)))
       (memory (export "memory") 1)
       (func $read (result i64) (drop (call $now (i32.const 1) (i64.const 0) (i32.const 0))) (i64.load (i32.const 0)))
       (func (export "_start") (local $until i64)
         (local.set $until (i64.add (call $read) (i64.const 3600000000000)))
         (loop (br_if 0 (i64.lt_u (call $read) (local.get $until)))))`,
    ),
    bound: "ends within its deadline",
    ends: "out-of-fuel",
  },
  {
    ...program(
      "a sleep of an hour, again and again",
      `(import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
       (memory (export "memory") 1)
       (data (i32.const 16) "\\01\\00\\00\\00") (data (i32.const 24) "\\00\\a0\\b8\\30\\46\\03\\00\\00")
       (func (export "_start")
         (loop (drop (call $poll (i32.const 0) (i32.const 128) (i32.const 1) (i32.const 256))) (br 0)))`,
    ),
    bound: "ends within its deadline",
    ends: "out-of-fuel",
  },
  {
    ...program(
      "random numbers without end",
      `(import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
       (memory (export "memory") 512)
       (func (export "_start") (loop (drop (call $random (i32.const 0) (i32.const 0x2000000))) (br 0)))`,
    ),
    bound: "ends within its deadline",
    ends: "out-of-fuel",
  },
];

function program(name: string, definitions: string) {
  return { name, kind: "wasm", source: () => assemble(`(module ${definitions})`) } as const;
}
