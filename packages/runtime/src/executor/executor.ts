import type { Resources, Service } from "@icn-mesh/core";
import type { DrainedLanes, JobQueueOptions } from "@icn-mesh/mesh";
import { createMachine, type MachineComponents, type PlacedTask } from "./machine.ts";
import { createSourceDesk } from "./source-desk.ts";
import type { TaskDesk, TaskSource } from "./task-source.ts";
import { tellingRoom } from "./telling-room.ts";

/** Runs the work of its sources on one machine, as capacity, lanes and priorities allow. */
export interface Executor extends Service {
  readonly waiting: number;
  readonly running: number;
  /** `paused` takes and starts nothing; `draining` also hands over what runs, of some lanes or of all. */
  readonly state: "taking" | "paused" | "draining";
  readonly capacity: Resources;
  /** What waits and what runs, in the order in which it came. */
  tasks(): readonly PlacedTask[];
  /** Takes no more work for these lanes, and hands over what runs in them at its next checkpoint. */
  drain(lanes: DrainedLanes): void;
  /** Takes and starts no more work; what runs goes on. */
  pause(): void;
  /** Takes work again, after either. */
  resume(): void;
  /** Starts one more source; what is returned stops it, and all that runs for it. */
  attach(source: TaskSource): Promise<() => Promise<void>>;
}

/** What an executor works with. */
export interface ExecutorComponents extends MachineComponents {
  /** The markets that feed it. */
  readonly sources?: readonly TaskSource[];
}

/** An executor that is idle until it is started. */
export function createExecutor(components: ExecutorComponents, options: JobQueueOptions): Executor {
  const { runner, sources = [] } = components;
  const machine = createMachine(components, options);
  let drained: DrainedLanes = "none";
  let isPaused = false;

  const { tellRoom, ...room } = tellingRoom(machine);
  const desk: TaskDesk = {
    kinds: runner.kinds,
    resources: options.capacity,
    get isDraining() {
      return isPaused || drained !== "none";
    },
    ...room,
  };

  function drain(lanes: DrainedLanes): void {
    drained = lanes;
    machine.drain(lanes);
    // Lanes that are not drained would start again.
    if (isPaused) machine.pause();
  }

  return {
    name: "executor",
    get waiting() {
      return machine.waiting;
    },
    get running() {
      return machine.running;
    },
    get state() {
      if (drained !== "none") return "draining";
      return isPaused ? "paused" : "taking";
    },
    capacity: options.capacity,
    tasks: machine.tasks,
    async attach(source) {
      const place = createSourceDesk(desk, machine);
      await source.start(place.desk);
      return async () => {
        await source.stop();
        await place.clear();
      };
    },
    async start() {
      for (const source of sources) await source.start(desk);
    },
    drain,
    pause() {
      isPaused = true;
      machine.pause();
    },
    resume() {
      isPaused = false;
      drain("none");
      tellRoom();
    },
    async stop() {
      // Sources first: what is cut off here is not the end of their work, and they must not take it for one.
      for (const source of sources.toReversed()) await source.stop();
      await machine.halt();
    },
  };
}
