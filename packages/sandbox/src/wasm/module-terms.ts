/** What a module may ask of the machine. The fuel and the stack of a run are given to its meter instead. */
export interface ModuleLimits {
  readonly moduleBytes: number;
  readonly functions: number;
  /** Linear memory, rounded down to whole pages of 64 KiB. */
  readonly memoryBytes: number;
  /** Elements of each table. */
  readonly tableElements: number;
}

/** The limits to prepare a module for, and whether its floats have to come out the same on every machine. */
export interface ModuleTerms {
  readonly limits: ModuleLimits;
  /** True makes every NaN that an instruction computes the canonical one. */
  readonly deterministic: boolean;
}
