import type { JobSpec } from "@icn-mesh/core";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";

const MIB = 1024 * 1024;

/**
 * The limits of a job on an executor that gives at most `house`; undefined where the job asks for more of something
 * than that, so that such a job is not bid for. A job that asks for no memory gets what the house gives any job.
 */
export function limitsFor(
  { limits, resources }: Pick<JobSpec, "limits" | "resources">,
  house: Limits = DEFAULT_LIMITS,
): Limits | undefined {
  const { fuel, wallMs, outputBytes } = limits;
  const memoryBytes = resources.memoryMb === 0 ? house.memoryBytes : resources.memoryMb * MIB;
  const isTooMuch =
    fuel > house.fuel ||
    wallMs > house.wallMs ||
    outputBytes > house.outputBytes ||
    memoryBytes > house.memoryBytes;
  return isTooMuch ? undefined : { ...house, fuel, wallMs, outputBytes, memoryBytes };
}
