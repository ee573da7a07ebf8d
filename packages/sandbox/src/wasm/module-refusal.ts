/** Why a module is not run. */
export type RefusalReason =
  | "malformed"
  | "too-large"
  | "too-many"
  | "unsupported"
  | "memory-over-limit"
  | "table-over-limit"
  | "reserved-name"
  | "import-kind";

/** A module that is not run, why, and at which byte of it that was seen. */
export interface ModuleRefusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  /** What exactly: for the author of the module to read. */
  readonly message: string;
  readonly offset: number;
}
