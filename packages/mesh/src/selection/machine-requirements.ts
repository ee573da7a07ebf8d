import type { MachineOffer, Requirement } from "./requirement.ts";

/** What a job asks of the machine that runs it. */
export const MACHINE_REQUIREMENTS: readonly Requirement<MachineOffer>[] = [
  {
    reason: "too-few-cores",
    isMissed: ({ resources }, { job }) => resources.cpuCores < job.spec.resources.cpuCores,
  },
  {
    reason: "too-little-memory",
    isMissed: ({ resources }, { job }) => resources.memoryMb < job.spec.resources.memoryMb,
  },
  {
    reason: "too-little-storage",
    isMissed: ({ resources }, { job }) => resources.storageMb < job.spec.resources.storageMb,
  },
  {
    reason: "gpu-missing",
    isMissed: ({ resources }, { job }) => job.spec.resources.gpu !== undefined && resources.gpu === undefined,
  },
  {
    reason: "gpu-model",
    isMissed: ({ resources: { gpu } }, { job }) => {
      const model = job.spec.resources.gpu?.model;
      return model !== undefined && gpu !== undefined && gpu.model !== model;
    },
  },
  {
    reason: "too-little-gpu-memory",
    isMissed: ({ resources: { gpu } }, { job }) =>
      gpu !== undefined && gpu.vramMb < (job.spec.resources.gpu?.vramMb ?? 0),
  },
  {
    reason: "capability-missing",
    isMissed: ({ capabilities }, { job }) =>
      job.spec.requiredCapabilities.some((capability) => !capabilities.includes(capability)),
  },
];
