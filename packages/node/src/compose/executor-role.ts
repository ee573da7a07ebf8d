import type { Clock } from "@icn-mesh/core";
import { type BidPolicy, createBidPolicy, type ExecutorOptions, type WorkRunner } from "@icn-mesh/runtime";
import { DEFAULT_LIMITS, type Limits } from "@icn-mesh/sandbox";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import type { NodeConfig } from "../config/node-config.ts";
import type { Held } from "./held.ts";
import { machineOf } from "./machine.ts";
import type { NodeParts } from "./node-parts.ts";

const MIB = 1024 * 1024;

/** What a node runs jobs with, and how. */
export interface ExecutorRole {
  readonly runner: WorkRunner;
  readonly options: ExecutorOptions;
}

/** The role of an executor as the configuration describes it; undefined where it is off. */
export function executorRole(
  config: NodeConfig["executor"],
  { parts, clock, held }: { readonly parts: NodeParts; readonly clock: Clock; readonly held: Held },
): ExecutorRole | undefined {
  if (!config.enabled) return undefined;
  const { lane0, trustScope, capabilities, guestAllowance } = config;
  const capacity = machineOf(config);
  return {
    runner: onlyKinds(parts.runner ?? sandboxes(config, clock, held), config.kinds),
    options: {
      queue: { capacity, lane0Creators: new Set(lane0) },
      bids: parts.bids ?? bidsOf(config),
      capabilities,
      limits: limitsOf(config),
      guestAllowance: () => BigInt(guestAllowance),
      ...(trustScope !== undefined && { trustScope }),
    },
  };
}

function limitsOf({ mostFuel, mostWallMs, mostMemoryMb, mostOutputMb }: NodeConfig["executor"]): Limits {
  return {
    ...DEFAULT_LIMITS,
    fuel: mostFuel,
    wallMs: mostWallMs,
    memoryBytes: mostMemoryMb * MIB,
    outputBytes: mostOutputMb * MIB,
  };
}

function sandboxes(config: NodeConfig["executor"], clock: Clock, held: Held): WorkRunner {
  const runner = createProcessRunner(
    { clock },
    { processes: config.processes ?? machineOf(config).cpuCores },
  );
  held.add(() => runner.close());
  return runner;
}

/** Of a kind with a label, `generic/resize` of the kind `generic`, either name will do. */
function onlyKinds(runner: WorkRunner, kinds: readonly string[]): WorkRunner {
  const isWanted = (kind: string) => kinds.includes(kind) || kinds.includes(kind.split("/")[0] ?? kind);
  return { kinds: runner.kinds.filter(isWanted), run: (work, options) => runner.run(work, options) };
}

/** The standard policy at the prices of the configuration. */
function bidsOf(config: NodeConfig["executor"]): BidPolicy {
  const { minPrice, perCpuCoreHour, perGbMemoryHour, perGbStorageHour, perGpuHour } = config;
  const { loadPpm, creators, networks } = config;
  return createBidPolicy({
    rates: {
      perCpuCoreHour: BigInt(perCpuCoreHour),
      perGbMemoryHour: BigInt(perGbMemoryHour),
      perGbStorageHour: BigInt(perGbStorageHour),
      perGpuHour: BigInt(perGpuHour),
    },
    minPrice: BigInt(minPrice),
    loadPpm,
    ...(creators.length > 0 && { creators: new Set(creators) }),
    ...(networks.length > 0 && { networks: new Set(networks) }),
  });
}
