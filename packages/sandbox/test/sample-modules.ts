/** The guests of the contract, as text. `write-sample-modules.ts` makes `src/testing/sample-modules.ts` of them. */
export const SAMPLE_TEXTS: Readonly<Record<string, string>> = {
  // Returns 42.
  answer: `(module (func (export "run") (result i64) i64.const 42))`,

  // Copies input 0 to the output "copy", and returns its size.
  copy: `(module
    (import "icn" "input_size" (func $size (param i32) (result i64)))
    (import "icn" "input_read" (func $read (param i32 i64 i32 i32) (result i32)))
    (import "icn" "output_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "copy")
    (func (export "run") (result i64)
      (drop (call $write (i32.const 0) (i32.const 4) (i32.const 16)
        (call $read (i32.const 0) (i64.const 0) (i32.const 16) (i32.const 60000))))
      (call $size (i32.const 0))))`,

  // Never comes back, and calls nobody.
  spin: `(module (func (export "run") (result i64) (loop $again (br $again)) i64.const 0))`,

  // Never comes back, and calls the host all the time.
  chatter: `(module
    (import "icn" "log" (func $log (param i32 i32 i32)))
    (memory (export "memory") 1)
    (func (export "run") (loop $again (call $log (i32.const 1) (i32.const 0) (i32.const 3)) (br $again))))`,

  trap: `(module (func (export "run") unreachable))`,

  // Takes memory until it is refused some, and then gives up.
  greedy: `(module
    (memory (export "memory") 1)
    (func (export "run")
      (loop $again (br_if $again (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
      unreachable))`,

  // Wants more memory at once than any limit allows.
  vast: `(module (memory (export "memory") 60000) (func (export "run")))`,

  // Writes 60000 bytes to the output "much", for ever.
  flood: `(module
    (import "icn" "output_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "much")
    (func (export "run")
      (loop $again
        (drop (call $write (i32.const 0) (i32.const 4) (i32.const 16) (i32.const 60000)))
        (br $again))))`,

  // A line, a progress report and a piece of output, in this order.
  teller: `(module
    (import "icn" "log" (func $log (param i32 i32 i32)))
    (import "icn" "progress" (func $progress (param i32 i32 i32 i32 i32)))
    (import "icn" "partial_output" (func $partial (param i32 i32 i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "hello")
    (data (i32.const 8) "half")
    (data (i32.const 16) "text/plain")
    (func (export "run")
      (call $log (i32.const 2) (i32.const 0) (i32.const 5))
      (call $progress (i32.const 5000) (i32.const 8) (i32.const 4) (i32.const 0) (i32.const 5))
      (drop (call $partial (i32.const 8) (i32.const 4) (i32.const 16) (i32.const 10)
        (i32.const 0) (i32.const 5)))))`,

  // Six steps over a global and memory of two pages; each appends a byte to the output "trail". The result mixes both.
  steps: `(module
    (import "icn" "output_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "icn" "progress" (func $progress (param i32 i32 i32 i32 i32)))
    (import "icn" "random" (func $random (param i32 i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "trail")
    (global $n (mut i64) (i64.const 0))
    (func (export "init") (global.set $n (i64.const 7)) (drop (memory.grow (i32.const 1))))
    (func (export "step") (result i32)
      (global.set $n (i64.add (i64.mul (global.get $n) (i64.const 31)) (i64.const 1)))
      (i64.store (i32.const 70000) (i64.xor (i64.load (i32.const 70000)) (global.get $n)))
      (i32.store (i32.const 16) (i32.add (i32.load (i32.const 16)) (i32.const 1)))
      (call $random (i32.const 24) (i32.const 8))
      (i64.store (i32.const 70008) (i64.add (i64.load (i32.const 70008)) (i64.load (i32.const 24))))
      (drop (call $write (i32.const 0) (i32.const 5) (i32.const 16) (i32.const 1)))
      (call $progress (i32.mul (i32.load (i32.const 16)) (i32.const 1666))
        (i32.const 0) (i32.const 5) (i32.const 0) (i32.const 0))
      (i32.lt_u (i32.load (i32.const 16)) (i32.const 6)))
    (func (export "finish") (result i64)
      (i64.add (i64.load (i32.const 70008)) (i64.xor (i64.load (i32.const 70000)) (global.get $n)))))`,

  // Steps without an end.
  march: `(module (memory (export "memory") 1) (func (export "step") (result i32) i32.const 1))`,

  // Keeps what it has done itself: counts to 5, saves after each, and goes on from what was saved.
  saver: `(module
    (import "icn" "checkpoint" (func $checkpoint (param i32 i32 i32 i32)))
    (import "icn" "restore_read" (func $restore (param i64 i32 i32) (result i32)))
    (import "icn" "output_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "count")
    (func (export "run") (result i64)
      (drop (call $restore (i64.const 0) (i32.const 16) (i32.const 8)))
      (loop $again
        (i64.store (i32.const 16) (i64.add (i64.load (i32.const 16)) (i64.const 1)))
        (drop (call $write (i32.const 0) (i32.const 5) (i32.const 16) (i32.const 1)))
        (call $checkpoint (i32.const 0) (i32.const 5) (i32.const 16) (i32.const 8))
        (br_if $again (i64.lt_u (i64.load (i32.const 16)) (i64.const 5))))
      (i64.load (i32.const 16))))`,

  // What its account has.
  mana: `(module
    (import "icn" "host_account_get_mana" (func $mana (result i64)))
    (func (export "run") (result i64) (call $mana)))`,
};
