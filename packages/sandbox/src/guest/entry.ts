import { printSignature } from "../abi/check-imports.ts";
import type { ModuleExport } from "../wasm/module-interface.ts";

/** How a module wants to be run, as its exports say. */
export type Entry =
  | { readonly type: "run" }
  | { readonly type: "program" }
  | { readonly type: "steps"; readonly hasInit: boolean; readonly hasFinish: boolean };

const RUN = ["() -> i64", "() -> i32", "() -> ()"];
const STEP = ["() -> i32"];
const INIT = ["() -> ()"];

/** The entry of a module; text for its author where it has none, or one that cannot be called. */
export function entryOf(exports: readonly ModuleExport[]): Entry | string {
  const signatures = new Map(
    exports.flatMap((found) =>
      found.kind === "function" ? [[found.name, printSignature(found)] as const] : [],
    ),
  );
  const wrong = (name: string, allowed: readonly string[]): string | undefined => {
    const signature = signatures.get(name);
    if (signature === undefined || allowed.includes(signature)) return undefined;
    return `the export ${name} is ${signature}, not ${allowed.join(" or ")}`;
  };
  if (signatures.has("step")) {
    const fault = wrong("step", STEP) ?? wrong("init", INIT) ?? wrong("finish", RUN);
    return fault ?? { type: "steps", hasInit: signatures.has("init"), hasFinish: signatures.has("finish") };
  }
  if (signatures.has("run")) return wrong("run", RUN) ?? { type: "run" };
  if (signatures.has("_start")) return wrong("_start", INIT) ?? { type: "program" };
  return "the module exports none of run, step and _start";
}
