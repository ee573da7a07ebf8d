export {
  createProcessRunner,
  type ProcessRunnerComponents,
  type ProcessRunnerOptions,
} from "./process-runner.ts";
export {
  createWorkerRunner,
  type WorkerRunnerComponents,
  type WorkerRunnerOptions,
} from "./worker-runner.ts";
