import { SandboxError } from "../errors.ts";
import type { GuestContext } from "../guest/guest-context.ts";
import { ERRNO } from "./errno.ts";
import type { WasiState } from "./wasi-state.ts";

/** As for `icn.random`: drawing a byte takes as long as copying four. */
const BYTES_OF_RANDOM = 4;
const PROGRAM_NAME = "guest";
const MILLION = 1_000_000n;

/** Arguments, a clock that every executor reads alike, random numbers of the job, and the end. */
export function createSystemFunctions({ task, memory, random, charge }: GuestContext, state: WasiState) {
  const args = [PROGRAM_NAME, ...task.args].map((argument) => new TextEncoder().encode(`${argument}\0`));
  const argBytes = args.reduce((size, argument) => size + argument.length, 0);

  function writeSizes(countPointer: number, sizePointer: number, [count, size]: [number, number]): number {
    memory.setUint32(countPointer, count);
    memory.setUint32(sizePointer, size);
    return ERRNO.success;
  }

  return {
    args_sizes_get: (count: number, size: number) => writeSizes(count, size, [args.length, argBytes]),
    args_get(listPointer: number, textPointer: number): number {
      charge(argBytes);
      let at = textPointer >>> 0;
      for (const [index, argument] of args.entries()) {
        memory.setUint32((listPointer >>> 0) + index * 4, at);
        memory.write(at, argument.length, argument);
        at += argument.length;
      }
      return ERRNO.success;
    },
    environ_sizes_get: (count: number, size: number) => writeSizes(count, size, [0, 0]),
    environ_get: () => ERRNO.success,
    clock_res_get(_clock: number, pointer: number): number {
      memory.setUint64(pointer, 1000n);
      return ERRNO.success;
    },
    clock_time_get(clock: number, _precision: bigint, pointer: number): number {
      state.ticks++;
      const elapsed = BigInt(state.ticks) * 1000n;
      memory.setUint64(pointer, clock === 0 ? BigInt(task.now) * MILLION + elapsed : elapsed);
      return ERRNO.success;
    },
    random_get(pointer: number, length: number): number {
      const bytes = memory.view(pointer, length);
      charge(bytes.length * BYTES_OF_RANDOM);
      random.fill(bytes);
      return ERRNO.success;
    },
    proc_exit(exitCode: number): void {
      throw new SandboxError("the guest exited", { code: "SANDBOX_GUEST_EXITED", exitCode });
    },
    sched_yield: () => ERRNO.success,
  };
}
