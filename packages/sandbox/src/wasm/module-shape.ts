import type { ModuleImport, Signature, ValueType } from "./module-interface.ts";
import type { Uncapturable } from "./prepared-module.ts";

/** From which byte to which. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The least and the most of a memory or table; the most is that of the limits where the module names none. */
export interface Extent {
  readonly least: number;
  readonly most: number;
}

/** A table of the module. */
export interface TableShape extends Extent {
  readonly type: ValueType;
}

/** A global of the module. */
export interface GlobalShape {
  readonly type: ValueType;
  readonly mutable: boolean;
}

/** An export as it stands: kinds are 0 for functions, 1 tables, 2 memories, 3 globals. */
export interface ExportShape {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

/** All that the sections of a module say, as far as metering needs it. */
export interface ModuleShape {
  /** Where each section's content is, by its id. */
  readonly sections: Map<number, Span>;
  readonly types: Signature[];
  readonly imports: ModuleImport[];
  /** The type of every function, imported ones first. */
  readonly functions: number[];
  readonly tables: TableShape[];
  memory: Extent | undefined;
  readonly globals: GlobalShape[];
  readonly exports: ExportShape[];
  start: number | undefined;
  readonly bodies: Span[];
  usesFloats: boolean;
  /** Locals times branches of the functions scanned so far. */
  compileWork: number;
  uncapturable: Uncapturable | undefined;
}
