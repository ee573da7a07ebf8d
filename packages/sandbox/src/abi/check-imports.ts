import { WASI_ABI } from "../wasi/wasi-abi.ts";
import type { ModuleImport, Signature } from "../wasm/module-interface.ts";
import { ICN_ABI, ICN_MESH_ABI } from "./icn-abi.ts";

type AbiTable = Readonly<Record<string, readonly string[]>>;

/** What compilers import where they have nothing of ours: the end of an AssemblyScript program that failed. */
const ENV_ABI = { abort: ["(i32 i32 i32 i32) -> ()"] } as const;

/** Why a module cannot be linked, for its author; undefined where it can. */
export function checkImports(imports: readonly ModuleImport[], mayCallMesh: boolean): string | undefined {
  for (const wanted of imports) {
    const fault = faultOf(wanted, mayCallMesh);
    if (fault !== undefined) return `the import ${wanted.module}.${wanted.name} ${fault}`;
  }
  return undefined;
}

function faultOf({ module, name, ...signature }: ModuleImport, mayCallMesh: boolean): string | undefined {
  const isMeshCall = module === "icn" && Object.hasOwn(ICN_MESH_ABI, name);
  if (isMeshCall && !mayCallMesh)
    return "needs the capability to call the mesh, which this run does not give";
  const table = tableOf(module, isMeshCall);
  const signatures = table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
  if (signatures === undefined) return "is not known here";
  const given = printSignature(signature);
  return signatures.includes(given) ? undefined : `is ${signatures.join(" or ")}, not ${given}`;
}

function tableOf(module: string, isMeshCall: boolean): AbiTable | undefined {
  if (module === "icn") return isMeshCall ? ICN_MESH_ABI : ICN_ABI;
  if (module === "wasi_snapshot_preview1") return WASI_ABI;
  return module === "env" ? ENV_ABI : undefined;
}

/** A signature as the tables write it: `(i32 i64) -> i32`. */
export function printSignature({ params, results }: Signature): string {
  return `(${params.join(" ")}) -> ${results.length === 1 ? results[0] : `(${results.join(" ")})`}`;
}
