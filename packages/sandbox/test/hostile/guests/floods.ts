import { assemble } from "../../assemble.ts";
import type { HostileGuest } from "../hostile-guest.ts";

const MIB = 1024 * 1024;
const FLOOD_FUEL = 1_000_000_000;
const ENDLESS_FUEL = 20_000_000;
const FOREVER = 2 ** 32 - 1;
/** A job for the mesh, as a string of the text format. */
const JOB = '{\\"cost_mana\\":1}';

/** Guests that say, give or ask for more than anybody wants to hear. */
export const floods: readonly HostileGuest[] = [
  {
    ...flood("outputs of 64 MiB", { ...writes(MIB), times: 64 }),
    bound: "puts out 16 MiB",
    ends: "output-too-large",
  },
  {
    ...flood("an output of 4 GiB, a byte at a time", { ...writes(1), times: FOREVER }),
    bound: "puts out 16 MiB",
    ends: "out-of-fuel",
    limits: { fuel: ENDLESS_FUEL },
  },
  {
    ...flood("ten thousand outputs", { ...writes(1), times: 10_000, eachNamed: true }),
    bound: "gives 64 outputs",
    ends: "output-too-large",
  },
  {
    ...flood("partial outputs of 64 MiB", { ...partial(2 * MIB), times: 32 }),
    bound: "puts out 16 MiB",
    ends: "output-too-large",
  },
  {
    ...flood("ten thousand empty partial outputs", { ...partial(0), times: 10_000 }),
    bound: "gives 64 outputs",
    ends: "output-too-large",
  },
  {
    ...flood("twenty thousand log lines of four kilobytes", { ...logs(4096), times: 20_000 }),
    bound: "logs 256 KiB",
    ends: "ok",
  },
  {
    ...flood("a log line of 32 MiB, a thousand times", { ...logs(32 * MIB), times: 1000 }),
    bound: "logs 256 KiB",
    ends: "ok",
  },
  {
    ...flood("fifty thousand reports of progress", {
      import: '"progress" (func $host (param i32 i32 i32 i32 i32))',
      call: "(call $host (local.get $i) (i32.const 0) (i32.const 128) (i32.const 0) (i32.const 1024))",
      times: 50_000,
    }),
    bound: "reports 10 times a second",
    ends: "ok",
  },
  {
    ...flood("twenty thousand checkpoints", { ...saves(4096), times: 20_000 }),
    bound: "checkpoints once a second",
    ends: "ok",
  },
  {
    ...flood("checkpoints of 32 MiB", { ...saves(32 * MIB), times: 50 }),
    bound: "checkpoints once a second",
    ends: "ok",
    limits: { fuel: FLOOD_FUEL, checkpointBytes: MIB },
  },
  {
    ...flood("random numbers of 32 MiB without end", {
      import: '"random" (func $host (param i32 i32))',
      call: `(call $host (i32.const 0) (i32.const ${32 * MIB}))`,
      times: FOREVER,
    }),
    bound: "ends within its deadline",
    ends: "out-of-fuel",
    limits: { fuel: ENDLESS_FUEL },
  },
  {
    ...flood("questions to the host without end", {
      import: '"input_size" (func $host (param i32) (result i64))',
      call: "(drop (call $host (local.get $i)))",
      times: FOREVER,
    }),
    bound: "ends within its deadline",
    ends: "out-of-fuel",
    limits: { fuel: ENDLESS_FUEL },
  },
  {
    ...flood("ten thousand jobs submitted to the mesh", {
      import: '"host_submit_mesh_job" (func $host (param i32 i32) (result i32))',
      call: `(drop (call $host (i32.const 128) (i32.const 15)))`,
      times: 10_000,
    }),
    bound: "calls the mesh 16 times",
    ends: "ok",
    callsMesh: true,
  },
  {
    ...flood("ten thousand payments", {
      import: '"host_account_spend_mana" (func $host (param i32 i32 i64) (result i32))',
      call: "(drop (call $host (i32.const 0) (i32.const 0) (i64.const -1)))",
      times: 10_000,
    }),
    bound: "calls the mesh 16 times",
    ends: "ok",
    callsMesh: true,
  },
  {
    ...flood("a job submitted without the capability", {
      import: '"host_submit_mesh_job" (func $host (param i32 i32) (result i32))',
      call: `(drop (call $host (i32.const 128) (i32.const 15)))`,
      times: 100,
    }),
    bound: "calls the mesh 16 times",
    ends: "invalid-module",
  },
];

interface Flood {
  /** The host function, as it is imported. */
  readonly import: string;
  readonly call: string;
  readonly times: number;
  /** Gives each call a name of its own, as eight letters at the start of memory. */
  readonly eachNamed?: boolean;
}

function flood(name: string, { import: imported, call, times, eachNamed = false }: Flood) {
  const rename = eachNamed
    ? [0, 1, 2, 3].map((at) => `(call $letter (local.get $i) (i32.const ${at}))`).join("")
    : "";
  const text = `(module
    (import "icn" ${imported})
    (memory (export "memory") 1000) (data (i32.const 0) "aaaaaaaa") (data (i32.const 128) "${JOB}")
    (func $letter (param $i i32) (param $at i32)
      (i32.store8 (local.get $at)
        (i32.add (i32.const 97) (i32.and (i32.shr_u (local.get $i) (i32.shl (local.get $at) (i32.const 2))) (i32.const 15)))))
    (func (export "run") (local $i i32)
      (loop ${rename} ${call}
        (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const ${times}))))))`;
  return { name, kind: "wasm", source: () => assemble(text), limits: { fuel: FLOOD_FUEL } } as const;
}

function writes(length: number) {
  return {
    import: '"output_write" (func $host (param i32 i32 i32 i32) (result i32))',
    call: `(drop (call $host (i32.const 0) (i32.const 8) (i32.const 0) (i32.const ${length})))`,
  };
}

function partial(length: number) {
  return {
    import: '"partial_output" (func $host (param i32 i32 i32 i32 i32 i32) (result i32))',
    call: `(drop (call $host (i32.const 0) (i32.const 8) (i32.const 0) (i32.const 8) (i32.const 0) (i32.const ${length})))`,
  };
}

function logs(length: number) {
  return {
    import: '"log" (func $host (param i32 i32 i32))',
    call: `(call $host (i32.const 1) (i32.const 0) (i32.const ${length}))`,
  };
}

function saves(length: number) {
  return {
    import: '"checkpoint" (func $host (param i32 i32 i32 i32))',
    call: `(call $host (i32.const 0) (i32.const 8) (i32.const 0) (i32.const ${length}))`,
  };
}
