/** What is left of a guest that ran in a bare process, as that process tells it. */
export interface ControlReport {
  /** How the guest ended: an error by its name. */
  readonly ended: "returned" | string;
  readonly message: string;
  /** False where the engine did not take the module. */
  readonly isCompiled: boolean;
  readonly memoryBytes: number;
  readonly tableElements: number;
  /** By how much the process grew at its largest. */
  readonly grownBytes: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly bytes: Readonly<Record<string, number>>;
  readonly names: number;
  /** Files that the guest made on the disk, and what it wrote to its standard output. */
  readonly files: number;
  readonly stdoutBytes: number;
}

/** The line that a control program ends with begins like this. */
export const REPORT = "report ";
