/** A type of a value, as WebAssembly's text format names it. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128" | "funcref" | "externref";

/** What a function takes and gives back. */
export interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function that a module wants of its host. */
export interface ModuleImport extends Signature {
  readonly module: string;
  readonly name: string;
}

/** What a module offers to its host. */
export type ModuleExport =
  | ({ readonly name: string; readonly kind: "function" } & Signature)
  | { readonly name: string; readonly kind: "memory" | "table" | "global" };
