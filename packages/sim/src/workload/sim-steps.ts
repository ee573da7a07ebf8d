import { cidOf } from "@icn-mesh/core";
import type { GuestCheckpoint, RunOptions } from "@icn-mesh/sandbox";

const WHOLE = 10_000;

/** The state of a job of the simulator after so many of its steps. */
export function checkpointAt(name: string, step: number, steps: number): GuestCheckpoint {
  const bytes = stateAfter(name, step);
  const state = cidOf(bytes, "raw");
  const percent = Math.floor((WHOLE * step) / steps);
  return { checkpointId: `${step}`, stage: "step", step, percent, state, blocks: [{ cid: state, bytes }] };
}

/** How many steps were done before, by the state that a run goes on from; none for one that begins. */
export async function stepIn({ resumeFrom }: Pick<RunOptions, "resumeFrom">, name: string): Promise<number> {
  const bytes = await resumeFrom?.get(resumeFrom.state);
  const [, step = "0"] = / after (\d+)$/.exec(new TextDecoder().decode(bytes)) ?? [];
  return bytes !== undefined && isSame(bytes, stateAfter(name, Number(step))) ? Number(step) : 0;
}

function stateAfter(name: string, step: number): Uint8Array {
  return new TextEncoder().encode(`${name} after ${step}`);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
