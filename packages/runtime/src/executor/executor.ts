import type { Service } from "@icn-mesh/core";
import type { DrainedLanes, JobQueueOptions } from "@icn-mesh/mesh";
import { createMachine, type MachineComponents } from "./machine.ts";
import type { TaskDesk, TaskSource } from "./task-source.ts";

/** Runs the work of its sources on one machine, as capacity, lanes and priorities allow. */
export interface Executor extends Service {
  readonly waiting: number;
  readonly running: number;
  /** Takes no more work for these lanes, and hands over what runs in them at its next checkpoint. */
  drain(lanes: DrainedLanes): void;
}

/** What an executor works with. */
export interface ExecutorComponents extends MachineComponents {
  /** The markets that feed it. */
  readonly sources: readonly TaskSource[];
}

/** An executor that is idle until it is started. */
export function createExecutor(components: ExecutorComponents, options: JobQueueOptions): Executor {
  const { runner, sources } = components;
  const machine = createMachine(components, options);
  let drained: DrainedLanes = "none";

  const desk: TaskDesk = {
    kinds: runner.kinds,
    resources: options.capacity,
    get isDraining() {
      return drained !== "none";
    },
    reserve: machine.reserve,
    release: machine.release,
    offer: machine.offer,
    stop: machine.stop,
  };

  return {
    name: "executor",
    get waiting() {
      return machine.waiting;
    },
    get running() {
      return machine.running;
    },
    async start() {
      for (const source of sources) await source.start(desk);
    },
    drain(lanes) {
      drained = lanes;
      machine.drain(lanes);
    },
    async stop() {
      // Sources first: what is cut off here is not the end of their work, and they must not take it for one.
      for (const source of sources.toReversed()) await source.stop();
      await machine.halt();
    },
  };
}
