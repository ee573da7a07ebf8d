export { ICN_ABI, ICN_ABI_VERSION, ICN_MESH_ABI } from "./abi/icn-abi.ts";
export type { RunnerOptions } from "./create-runner.ts";
export { SandboxError, type SandboxFailure } from "./errors.ts";
export type { HostCalls } from "./host-calls.ts";
export { createInProcessRunner, type InProcessComponents } from "./in-process-runner.ts";
export { type CustomKind, defineKind, type KindParts, type RunKind } from "./kinds/custom-kind.ts";
export { kindName } from "./kinds/kind-name.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { limitsFor } from "./limits-for.ts";
export { type LocalRun, type LocalWork, runLocally } from "./run-locally.ts";
export type {
  Admission,
  AdmitOptions,
  ClosableRunner,
  FailureClass,
  GuestCheckpoint,
  GuestLog,
  GuestPartialOutput,
  GuestProgress,
  Outcome,
  ResumePoint,
  Runner,
  RunOptions,
  RunResult,
  Work,
} from "./runner.ts";
export type { GuestState } from "./state/guest-state.ts";
export { guestStateRecord } from "./state/guest-state-record.ts";
export { WASI_ABI } from "./wasi/wasi-abi.ts";
export {
  createMeter,
  type GuestPages,
  type InstanceExports,
  type Meter,
  type MeterLimits,
  type MeterVerdict,
} from "./wasm/create-meter.ts";
export { FUEL_COSTS, FUEL_LAG, FUEL_VERSION, LENGTH_COSTS } from "./wasm/fuel-costs.ts";
export type { ModuleExport, ModuleImport, Signature, ValueType } from "./wasm/module-interface.ts";
export type { ModuleRefusal, RefusalReason } from "./wasm/module-refusal.ts";
export type { ModuleLimits, ModuleTerms } from "./wasm/module-terms.ts";
export { prepareModule } from "./wasm/prepare-module.ts";
export type { PreparedModule, Uncapturable } from "./wasm/prepared-module.ts";
