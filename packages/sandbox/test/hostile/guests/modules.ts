import { assemble } from "../../assemble.ts";
import type { HostileGuest } from "../hostile-guest.ts";
import { body, leb, moduleOfBodies, name, rawModule, repeated, section } from "../raw-module.ts";

const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const ELSE = 0x05;
const END = 0x0b;
const BR_IF = 0x0d;
const BR_TABLE = 0x0e;
const CALL = 0x10;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const GLOBAL_SET = 0x24;
const I32_CONST = 0x41;
const EMPTY = 0x40;
const I64_CONST = 0x42;
const I64_MUL = 0x7e;
const I64 = 0x7e;
const NOTHING = body([0, END]);

/** Modules that are themselves the attack: on whoever reads, compiles or trusts them. */
export const modules: readonly HostileGuest[] = [
  bomb("a function of three thousand loops over twenty thousand locals", () => {
    const loops = repeated(3000, [LOOP, EMPTY, I32_CONST, 0, BR_IF, 0]);
    return moduleOfBodies([body([1, ...leb(20_000), I64], loops, repeated(3001, [END]))]);
  }),
  bomb("a function of two thousand locals over forty-eight thousand branches", () => {
    const branches = repeated(24_000, [I32_CONST, 0, IF, EMPTY, ELSE, END]);
    return moduleOfBodies([body([1, ...leb(1990), I64], branches, [END])]);
  }),
  bomb("a million blocks within each other", () =>
    moduleOfBodies([body([0], repeated(1_000_000, [BLOCK, EMPTY]), repeated(1_000_001, [END]))]),
  ),
  forbidden("sixty thousand functions", () => moduleOfBodies(Array.from({ length: 60_000 }, () => NOTHING))),
  forbidden("a function as long as an engine takes", () => {
    const multiply = [LOCAL_GET, 0, I64_CONST, 3, I64_MUL, LOCAL_SET, 0];
    return moduleOfBodies([body([1, 1, I64], repeated(1_090_000, multiply), [END])]);
  }),
  forbidden("a hundred tables of sixty-five thousand branches", () =>
    moduleOfBodies(Array.from({ length: 100 }, (_, index) => branchTable(index))),
  ),
  forbidden("nine megabytes of nothing", () =>
    rawModule(Buffer.from(assembledRun().subarray(8)), section(0, Buffer.alloc(9 * 1024 * 1024))),
  ),
  forbidden("a hundred thousand exports", () => {
    const exports = Array.from({ length: 100_000 }, (_, index) => [...name(`f${index}`), 0, 0]);
    const types = section(1, Buffer.from([1, 0x60, 0, 0]));
    const table = section(7, Buffer.from([...leb(100_001), ...exports.flat(), ...name("run"), 0, 0]));
    return rawModule(types, section(3, Buffer.from([1, 0])), table, section(10, Buffer.from([1, 2, 0, END])));
  }),
  malformed("fuel taken from beyond the globals", () =>
    moduleOfBodies([body([0, I64_CONST, 0x7f, GLOBAL_SET, 0, END])]),
  ),
  malformed("a file that is no module", () => Buffer.from("#!/bin/sh\nrm -rf /\n")),
  malformed("a module that ends in the middle", () => assembledRun().subarray(0, -3)),
  malformed("a section of 4 GiB that is not there", () =>
    rawModule(Buffer.from([1, 0xff, 0xff, 0xff, 0xff, 0x0f])),
  ),
  malformed("four billion locals of one function", () =>
    moduleOfBodies([body([1, 0xff, 0xff, 0xff, 0xff, 0x0f, I64, END])]),
  ),
  refused(
    "exports under the names of the meter",
    `(global (export "icn:fuel") (mut i64) (i64.const -1))
    (func (export "icn:start")) (func (export "run"))`,
  ),
  refused("memory shared with others", '(memory 1 2 shared) (func (export "run"))'),
  refused("memory of 64 bits", '(memory i64 1) (func (export "run"))'),
  refused("calls that leave no frame", '(func (export "run")) (func $f (return_call $f))'),
  {
    ...refused(
      "a program that catches what its host throws",
      `(import "icn" "log" (func $log (param i32 i32 i32))) (memory 1)
       (func (export "run") (loop (try (do (call $log (i32.const 0) (i32.const 0) (i32.const 9))) (catch_all)) (br 0)))`,
    ),
    bound: "is stopped by its host",
  },
];

function bomb(title: string, source: () => Uint8Array): HostileGuest {
  return {
    name: title,
    kind: "wasm",
    source,
    bound: "takes 256 MiB of the host",
    ends: "invalid-module",
  };
}

function forbidden(title: string, source: () => Uint8Array): HostileGuest {
  return { ...bomb(title, source), bound: "is refused" };
}

function malformed(title: string, source: () => Uint8Array): HostileGuest {
  return { ...bomb(title, source), bound: "is refused", heldByEngine: true };
}

function refused(title: string, definitions: string): HostileGuest {
  return forbidden(title, () => assemble(`(module ${definitions})`));
}

function assembledRun(): Uint8Array {
  return assemble('(module (func (export "run")))');
}

/** A body that branches by a table and calls the next function. */
function branchTable(index: number): Uint8Array {
  const next = index < 99 ? [CALL, ...leb(index + 1)] : [];
  const table = [BR_TABLE, ...leb(65_000)];
  return body([0, BLOCK, EMPTY, I32_CONST, 0], table, repeated(65_001, [0]), [END, ...next, END]);
}
