import type { World } from "./world.ts";

/** Nodes start when the guards answer. */
const NODES_AT_MS = 100;

/** Switches everything on. */
export function startMachines({ time, guards, nodes }: World): void {
  for (const { machine } of guards) machine.start();
  time.after(NODES_AT_MS, () => {
    for (const { machine } of nodes) machine.start();
  });
}
