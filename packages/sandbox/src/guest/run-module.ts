import type { ReadState } from "../state/read-state.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { type Entry, entryOf } from "./entry.ts";
import type { GuestPort } from "./guest-port.ts";
import { assertLinkable, type GuestPrograms } from "./guest-programs.ts";
import { guestStop } from "./guest-stop.ts";
import type { GuestTask } from "./guest-task.ts";
import type { Machine } from "./machine.ts";
import type { Program } from "./program.ts";
import { type GuestRun, runSteps, type Steps } from "./run-steps.ts";
import { setUpMachine } from "./set-up-machine.ts";

/** What a run is made with. */
export interface GuestComponents {
  readonly port: GuestPort;
  readonly programs: GuestPrograms;
  /** The module of QuickJS; undefined where JavaScript is not run. */
  readonly quickJs: (() => Uint8Array) | undefined;
  /** Hears of the machine before anything of the guest runs. */
  readonly onMachine: (machine: Machine) => void;
}

const NO_BYTES = new Uint8Array();

/** Runs a module to its end; throws what stops it. It can be left between any two steps. */
export function* runModule(task: GuestTask, { port, programs, onMachine }: GuestComponents): GuestRun {
  const program = programs.open(task, task.module ?? NO_BYTES);
  assertLinkable(program, task);
  const entry = entryFor(task, program);
  if (task.purpose === "admit") return NO_BYTES;
  const { machine, checkpoints, resumed } = setUpMachine({ task, port, program }, onMachine);
  if (resumed?.facts.origin !== "captured") begin(machine, program);
  return yield* runEntry(entry, { machine, port, checkpoints }, resumed);
}

/** The entry, where the kind of the task and its state can be run through it. */
function entryFor(task: GuestTask, { prepared }: Program): Entry {
  const entry = entryOf(prepared.exports);
  if (typeof entry === "string") throw guestStop("invalid-module", entry);
  if (task.kind === "ccl-wasm" && entry.type !== "run") {
    throw guestStop("invalid-module", "a contract exports run, and neither step nor _start");
  }
  if (entry.type === "steps" && prepared.uncapturable !== undefined) {
    throw guestStop("invalid-module", `the state between steps cannot be captured: ${prepared.uncapturable}`);
  }
  return entry;
}

/** The start function, and that of a library of WASI. */
function begin(machine: Machine, { prepared }: Program): void {
  if (prepared.hasStart) machine.call("");
  if (prepared.exports.some(({ name }) => name === "_initialize")) machine.call("_initialize");
}

interface EntryComponents {
  readonly machine: Machine;
  readonly port: GuestPort;
  readonly checkpoints: Checkpoints;
}

function* runEntry(entry: Entry, components: EntryComponents, resumed: ReadState | undefined): GuestRun {
  const { machine } = components;
  if (entry.type === "steps")
    return yield* runSteps(stepsOf(entry, machine), components, resumed?.facts.step ?? 0);
  components.port.emit({ type: "began", hasSteps: false });
  if (components.port.isPreempted()) throw guestStop("preempted", "preempted before it began");
  return resultOf(machine, machine.call(entry.type === "run" ? "run" : "_start"));
}

function stepsOf(entry: Extract<Entry, { type: "steps" }>, machine: Machine): Steps {
  return {
    init() {
      if (entry.hasInit) machine.call("init");
    },
    step: () => machine.call("step") !== 0,
    finish: () => resultOf(machine, entry.hasFinish ? machine.call("finish") : undefined),
  };
}

/** A number as the eight bytes of an i64; where there is none, what was written to the standard output. */
function resultOf({ world }: Machine, value: unknown): Uint8Array {
  if (typeof value !== "bigint" && typeof value !== "number") return world.stdout();
  const bytes = new Uint8Array(8);
  world.context.outputs.spend(bytes.length);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true);
  return bytes;
}
