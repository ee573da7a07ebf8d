/** A number that the job asks at least, and would have to ask less of. */
export type LoweredField = "cpuCores" | "memoryMb" | "storageMb" | "gpu.vramMb" | "minExecutorReputation";
/** A number that the job allows at most, and would have to allow more of. */
export type RaisedField = "budget" | "pricing.cap" | "pricing.perHour" | "mostNeedMs";
/** What the job would have to do without. */
export type DroppedField =
  | "gpu"
  | "gpu.model"
  | "requiredCapabilities"
  | "requiredTrustScope"
  | "allowedFederations";

/** One change of what a job asks. */
export type JobChange =
  | { readonly type: "lower"; readonly field: LoweredField; readonly to: number }
  | { readonly type: "raise"; readonly field: RaisedField; readonly to: bigint }
  /** `what` is the element that goes, where the field is a list of which one is too much. */
  | { readonly type: "drop"; readonly field: DroppedField; readonly what: string | undefined };

const NAMES: Readonly<Record<JobChange["field"], string>> = {
  cpuCores: "cores",
  memoryMb: "memory",
  storageMb: "storage",
  "gpu.vramMb": "GPU memory",
  minExecutorReputation: "reputation",
  budget: "budget",
  "pricing.cap": "cap",
  "pricing.perHour": "price per hour",
  mostNeedMs: "time",
  gpu: "GPU",
  "gpu.model": "GPU model",
  requiredCapabilities: "capability",
  requiredTrustScope: "trust scope",
  allowedFederations: "federation",
};

/** What the job asks after the change, in words: `memory ≤ 6144 MB`, `no capability gpu:cuda`. */
export function describeChange(change: JobChange): string {
  const name = NAMES[change.field];
  switch (change.type) {
    case "lower":
      return `${name} ≤ ${change.to}${unitOf(change.field)}`;
    case "raise":
      return `${name} ≥ ${change.to}${unitOf(change.field)}`;
    case "drop":
      return change.what === undefined ? `any ${name} or none` : `no ${name} ${change.what}`;
  }
}

function unitOf(field: string): string {
  if (field === "mostNeedMs") return " ms";
  return field.endsWith("Mb") ? " MB" : "";
}
