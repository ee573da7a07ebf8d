import type { Limits } from "../limits.ts";
import type { ReadState } from "../state/read-state.ts";
import { createStateWriter, type StateImage } from "../state/state-writer.ts";
import type { GuestPort } from "./guest-port.ts";
import type { Machine } from "./machine.ts";

/** When and how the state of a run is kept. */
export interface Checkpoints {
  /** After a step: captures the state if it is time, or if `isLast` says that there is no other chance. */
  captured(machine: Machine, step: number, isLast: boolean): void;
  /** What the guest saved itself, if it is time. */
  saved(machine: Machine, checkpointId: string, bytes: Uint8Array): void;
}

/** The checkpoints of a run; `resumed` is the state that it goes on from. */
export function createCheckpoints(port: GuestPort, limits: Limits, resumed?: ReadState): Checkpoints {
  const writer = createStateWriter(port, limits.checkpointBytes, resumed?.facts.chunks ?? []);
  let keptAt = port.monotonic();
  let isTooLarge = false;
  let keptStep = resumed?.facts.step;

  const isTime = () => port.monotonic() - keptAt >= limits.checkpointEveryMs;

  function keep(machine: Machine, write: () => boolean): void {
    if (!write() && !isTooLarge) {
      isTooLarge = true;
      machine.world.context.reports.log("warn", "the state is larger than the limit: no checkpoints");
    }
    keptAt = port.monotonic();
  }

  return {
    captured(machine, step, isLast) {
      if (step === keptStep || (!isLast && !isTime())) return;
      keptStep = step;
      const { stage, percent } = machine.world.context.reports.progress;
      const label = { checkpointId: `step-${step}`, stage, step, percent };
      keep(machine, () => writer.write(machine.image(step), label));
    },
    saved(machine, checkpointId, bytes) {
      if (!isTime()) return;
      const { stage, percent } = machine.world.context.reports.progress;
      const { buffers, ...facts } = machine.image(0);
      const outside = buffers.filter(([name]) => name !== "memory:");
      const image: StateImage = {
        ...facts,
        origin: "saved",
        globals: [],
        buffers: [...outside, ["saved:", bytes]],
      };
      keep(machine, () => writer.write(image, { checkpointId, stage, step: 0, percent }));
    },
  };
}
