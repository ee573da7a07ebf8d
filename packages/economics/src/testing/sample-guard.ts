import { createMemoryDisk, createMemoryStorage, type MemoryDisk, type Signer } from "@icn-mesh/core";
import { createMemoryBootCounter } from "../guard/boot-counter.ts";
import { type Guard, type GuardComponents, openGuard } from "../guard/guard.ts";
import { plainJudge } from "./plain-judge.ts";

/** A guard with all that outlives it. */
export interface SampleGuard {
  readonly signer: Signer;
  readonly disk: MemoryDisk;
  readonly current: Guard;
  /** Opens it anew on what its disk holds, or on another disk. */
  restart(disk?: MemoryDisk): Promise<Guard>;
}

/** A guard on a disk in memory, which judges work by the plain rules. */
export async function openSampleGuard(
  components: Pick<GuardComponents, "federation" | "verifier" | "clock" | "signer"> &
    Required<Pick<GuardComponents, "peers">> &
    Partial<Pick<GuardComponents, "judge">>,
): Promise<SampleGuard> {
  const boots = createMemoryBootCounter();
  const open = (disk: MemoryDisk) =>
    openGuard({ judge: plainJudge, ...components, storage: createMemoryStorage({ disk }), boots });
  let disk = createMemoryDisk();
  let current = await open(disk);
  return {
    signer: components.signer,
    get disk() {
      return disk;
    },
    get current() {
      return current;
    },
    async restart(other = disk) {
      disk = other;
      current = await open(disk);
      return current;
    },
  };
}
