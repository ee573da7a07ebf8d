import type { Clock, Did, MemoryDisk, Signer, Storage } from "@icn-mesh/core";
import { createMemoryDisk } from "@icn-mesh/core";
import {
  clockOfLife,
  createLife,
  type Life,
  signerOfLife,
  storageOfLife,
  type VirtualTime,
} from "@icn-mesh/core/testing";
import type { Counters } from "../kernel/counters.ts";
import type { Trace } from "../kernel/trace.ts";
import { type Crash, createFate } from "./fate.ts";

/** A process and what outlives it: its name, its key, its disk, and how wrong its clock is. */
export interface Machine<Running = unknown> {
  readonly name: string;
  readonly did: Did;
  readonly disk: MemoryDisk;
  /** What runs on it now; undefined while it is down or starting. */
  readonly running: Running | undefined;
  /** How often it was started. */
  readonly starts: number;
  /** How much its wall clock is wrong, in milliseconds. */
  clockOffsetMs: number;
  start(): void;
  crash(crash: Crash): void;
  /** Nothing on it goes on for so long. */
  pause(ms: number): void;
  /** Each call of a port takes so long before it is made, from now on. */
  slow(ms: number): void;
  /** Starts it at once if it is down, and takes back crashes and pauses that were to come. */
  heal(): void;
  /** Called whenever it has come up, until the world ends. */
  onUp(listener: () => void): void;
}

/** One life of a process, and its hands on the machine. */
export interface ProcessPorts {
  readonly life: Life;
  readonly clock: Clock;
  readonly signer: Signer;
  /** A store as this life sees it, on whatever lies under it. */
  seen(storage: Storage): Storage;
  /** What a crash does to what others see of the process. */
  defer(vanish: () => unknown): void;
}

/** What a machine stands in. */
export interface MachineComponents {
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly counters: Counters;
}

/** What a machine is for. */
export interface MachineProgram<Running> {
  readonly name: string;
  readonly signer: Signer;
  open(ports: ProcessPorts, starts: number): Promise<Running>;
  /** Told of an error that no start should meet. */
  readonly onFailure: (error: unknown) => void;
}

/** The beginning of every world, on clocks that are right. */
export const START_MS = 1_800_000_000_000;

/** A machine that is off. */
export function createMachine<Running>(
  { time, trace, counters }: MachineComponents,
  program: MachineProgram<Running>,
): Machine<Running> {
  const { name, signer } = program;
  const disk = createMemoryDisk();
  const listeners: (() => void)[] = [];
  const fate = createFate(time);
  const vanish: (() => unknown)[] = [];
  let running: Running | undefined;
  let life: Life | undefined;
  let starts = 0;

  function start(): void {
    starts += 1;
    fate.clear();
    trace.note(name, "start", `${starts}`);
    const current = createLife({ time, ...fate }, gone);
    life = current;
    program.open(portsOf(current, { time, signer, machine, vanish }), starts).then(
      (opened) => {
        if (life !== current || current.isOver) return;
        running = opened;
        for (const listener of listeners) listener();
      },
      (error: unknown) => (current.isOver ? undefined : program.onFailure(error)),
    );
  }

  function gone(): void {
    const ended = starts;
    running = undefined;
    counters.add("crashes");
    trace.note(name, "crash");
    for (const each of vanish.splice(0)) each();
    time.after(fate.downMs, () => (starts === ended ? start() : undefined));
  }

  const machine: Machine<Running> = {
    name,
    did: signer.did,
    disk,
    get running() {
      return running;
    },
    get starts() {
      return starts;
    },
    clockOffsetMs: 0,
    start,
    crash(crash) {
      if (life === undefined || life.isOver) return;
      fate.decide(crash);
      if (crash.afterCalls > 0) return;
      life.end();
      gone();
    },
    pause(ms) {
      counters.add("pauses");
      trace.note(name, "pause", `${ms}`);
      fate.pause(ms);
    },
    slow: fate.slow,
    heal() {
      fate.clear();
      if (life?.isOver) start();
    },
    onUp(listener) {
      listeners.push(listener);
    },
  };
  return machine;
}

interface PortParts extends Pick<MachineComponents, "time"> {
  readonly signer: Signer;
  readonly machine: Pick<Machine, "clockOffsetMs">;
  readonly vanish: (() => unknown)[];
}

function portsOf(life: Life, { time, signer, machine, vanish }: PortParts): ProcessPorts {
  return {
    life,
    clock: clockOfLife(life, { time, wall: () => START_MS + time.now + machine.clockOffsetMs }),
    signer: signerOfLife(life, signer),
    seen: (storage) => storageOfLife(life, storage),
    defer: (each) => vanish.push(each),
  };
}
