import type { HostFunctions } from "../abi/host-functions.ts";
import type { ReadState } from "../state/read-state.ts";
import type { StateImage } from "../state/state-writer.ts";
import { createMeter, type Meter } from "../wasm/create-meter.ts";
import { PAGE_BYTES } from "../wasm/module-bounds.ts";
import type { GuestContext } from "./guest-context.ts";
import type { GuestUsage } from "./guest-event.ts";
import { createGuestMemory } from "./guest-memory.ts";
import { createGuestOutputs } from "./guest-outputs.ts";
import type { GuestPort } from "./guest-port.ts";
import { createGuestRandom } from "./guest-random.ts";
import { createGuestReports } from "./guest-reports.ts";
import { guestStop } from "./guest-stop.ts";
import type { GuestTask } from "./guest-task.ts";
import { createGuestWorld, type GuestWorld } from "./guest-world.ts";
import type { Program } from "./program.ts";
import { stateOwner } from "./state-owner.ts";

/** What a machine is made of. */
export interface MachineParts {
  readonly task: GuestTask;
  readonly port: GuestPort;
  readonly program: Program;
  readonly resumed?: ReadState | undefined;
  /** Where the guest's own checkpoints go. */
  readonly keep: (checkpointId: string, saved: Uint8Array) => void;
  /** Host functions besides those of the ABI. */
  readonly env?: (machine: () => Machine) => HostFunctions;
}

/** An instance of a guest under its meter. */
export interface Machine {
  readonly world: GuestWorld;
  readonly meter: Meter;
  /** Calls an export; throws what stopped the guest, as a `guestStop` where the meter did. */
  call(name: string, ...values: readonly (number | bigint)[]): unknown;
  /** As `call`, for a host function on the guest's own stack. */
  callWithin(name: string, ...values: readonly (number | bigint)[]): unknown;
  usage(): GuestUsage;
  /** The state as it stands between two calls. */
  image(step: number): StateImage;
}

/** What every call of the host costs, and what waking somebody adds to it. */
const CALL_FUEL = 100;
const EVENT_FUEL = 10_000;

/** Makes an instance with all its memory and globals as they were, and runs nothing of it. */
export function createMachine(parts: MachineParts): Machine {
  const { task, port, program, resumed } = parts;
  const before = resumed?.facts;
  const fuelBefore = before?.fuel ?? 0;

  function charge(bytes: number): void {
    if (!meter.charge(CALL_FUEL + (bytes >>> 2))) throw outOfFuel(task);
  }

  const context: GuestContext = {
    task,
    port,
    memory: createGuestMemory(() => meter.memory?.buffer),
    outputs: createGuestOutputs(task, before?.outputBytes),
    reports: createGuestReports(port, task.limits),
    random: createGuestRandom(task.seed, before?.random),
    saved: resumed?.buffers.get("saved:"),
    charge,
    chargeEvent: (bytes) => charge(EVENT_FUEL * 4 + bytes),
    checkpoint: parts.keep,
  };
  const world = createGuestWorld(context, program.prepared.imports);
  const imports = { ...world.imports, env: { ...world.imports["env"], ...parts.env?.(() => machine) } };
  const { exports } = new WebAssembly.Instance(program.compiled, imports as WebAssembly.Imports);
  const meter = createMeter(exports, {
    fuel: Math.max(0, task.limits.fuel - fuelBefore),
    stackWords: task.limits.stackWords,
  });

  function callWithin(name: string, ...values: readonly (number | bigint)[]): unknown {
    const called = exports[name];
    if (typeof called !== "function") throw guestStop("invalid-module", `the module does not export ${name}`);
    return called(...values);
  }

  const machine: Machine = {
    world,
    meter,
    callWithin,
    call(name, ...values) {
      meter.enter();
      const answer = name === "" ? meter.start() : callWithin(name, ...values);
      const stop = verdictStop(machine);
      if (stop !== undefined) throw stop;
      return answer;
    },
    usage: () => ({
      fuel: fuelBefore + meter.used,
      peakMemoryBytes: meter.memory?.buffer.byteLength ?? 0,
      outputBytes: context.outputs.spent,
    }),
    image: (step) => imageOf(machine, { program, step, fuel: fuelBefore + meter.used }),
  };
  if (resumed !== undefined) restore(machine, resumed, program);
  return machine;
}

interface Position {
  readonly program: Program;
  readonly step: number;
  readonly fuel: number;
}

function imageOf({ world, meter }: Machine, { program, step, fuel }: Position): StateImage {
  const { buffers, ...facts } = world.image();
  const memory: [string, Uint8Array][] =
    meter.memory === undefined ? [] : [["memory:", new Uint8Array(meter.memory.buffer)]];
  return {
    ...facts,
    origin: "captured",
    step,
    fuel,
    ...stateOwner(world.context.task, program),
    globals: meter.saveGlobals().map(bytesOfGlobal),
    buffers: [...memory, ...buffers],
  };
}

function restore({ world, meter }: Machine, state: ReadState, { prepared }: Program): void {
  world.restore(state);
  if (state.facts.origin !== "captured") return;
  const bytes = state.buffers.get("memory:") ?? new Uint8Array();
  const { globals } = state.facts;
  // Our own states always fit; one from elsewhere may not.
  const hasRoom = bytes.length <= (prepared.memory?.maximumPages ?? 0) * PAGE_BYTES;
  if (!hasRoom || bytes.length % PAGE_BYTES !== 0 || globals.length !== meter.saveGlobals().length) {
    throw guestStop("invalid-input", "the state to resume from does not fit the module");
  }
  meter.loadGlobals(globals.map((value) => viewOf(value).getBigInt64(0, true)));
  if (meter.memory === undefined) return;
  const missing = bytes.length - meter.memory.buffer.byteLength;
  if (missing > 0) meter.memory.grow(missing / PAGE_BYTES);
  new Uint8Array(meter.memory.buffer).set(bytes);
}

/** What ends the run because the meter ended the call, whether or not the call returned. */
export function verdictStop({ meter, world }: Machine): Error | undefined {
  const { verdict } = meter;
  if (verdict === "out-of-fuel") return outOfFuel(world.context.task);
  if (verdict === "out-of-stack")
    return guestStop("trap", "the calls within calls need more stack than allowed");
  if (verdict === undefined) return undefined;
  return guestStop("crashed", "the machine has no more memory to give");
}

function outOfFuel({ limits }: GuestTask): Error {
  return guestStop("out-of-fuel", `the ${limits.fuel} units of fuel are used up`);
}

function bytesOfGlobal(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  viewOf(bytes).setBigInt64(0, value, true);
  return bytes;
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}
