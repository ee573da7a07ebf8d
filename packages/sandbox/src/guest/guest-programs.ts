import { type Cid, cidOf } from "@icn-mesh/core";
import { checkImports } from "../abi/check-imports.ts";
import type { ModuleRefusal } from "../wasm/module-refusal.ts";
import { prepareModule } from "../wasm/prepare-module.ts";
import { guestStop } from "./guest-stop.ts";
import type { GuestTask } from "./guest-task.ts";
import type { Program } from "./program.ts";

/** Prepared and compiled modules, kept while there is room. */
export interface GuestPrograms {
  /** The module of a task, ready to be an instance; throws a `guestStop` that says why it cannot be. */
  open(task: GuestTask, bytes: Uint8Array): Program;
}

/** How much the programs of one guest process may take. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** What the engine takes for any module, and for each byte of one. */
const WEIGHT_OF_ANY = 512 * 1024;
const WEIGHT_OF_BYTE = 8;

/** An empty set of programs. A module is prepared once for the same terms. */
export function createGuestPrograms(maxBytes: number = MAX_KEPT_BYTES): GuestPrograms {
  const kept = new Map<string, Program>();
  // QuickJS is the same array each time, and large.
  const cids = new WeakMap<Uint8Array, Cid>();
  let bytesKept = 0;

  function keep(key: string, program: Program): void {
    kept.set(key, program);
    bytesKept += weightOf(program);
    for (const [oldest, left] of kept) {
      if (bytesKept <= maxBytes || oldest === key) return;
      kept.delete(oldest);
      bytesKept -= weightOf(left);
    }
  }

  return {
    open(task, bytes) {
      const cid = cids.get(bytes) ?? cidOf(bytes, "raw");
      cids.set(bytes, cid);
      const key = `${cid} ${termsOf(task)}`;
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const program = { cid, ...compile(task, bytes) };
      keep(key, program);
      return program;
    },
  };
}

function weightOf({ prepared }: Program): number {
  return WEIGHT_OF_ANY + WEIGHT_OF_BYTE * prepared.bytes.length;
}

function termsOf({ limits, deterministic }: GuestTask): string {
  const { moduleBytes, functions, memoryBytes, tableElements } = limits;
  return [moduleBytes, functions, memoryBytes, tableElements, deterministic].join(" ");
}

function compile(task: GuestTask, bytes: Uint8Array): Omit<Program, "cid"> {
  const prepared = prepareModule(bytes, task);
  if (!prepared.ok) throw guestStop(classOf(prepared), prepared.message);
  return { prepared, compiled: new WebAssembly.Module(prepared.bytes) };
}

function classOf({ reason }: ModuleRefusal): "invalid-module" | "out-of-memory" {
  return reason === "memory-over-limit" ? "out-of-memory" : "invalid-module";
}

/** Throws a `guestStop` where the program imports what this run does not give. */
export function assertLinkable({ prepared }: Program, task: GuestTask): void {
  const mayCallMesh = task.account !== null;
  const fault = checkImports(prepared.imports, mayCallMesh);
  if (fault !== undefined) throw guestStop("invalid-module", fault);
}
