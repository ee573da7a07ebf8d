import type { HostFunctions } from "../abi/host-functions.ts";
import { ICN_ABI, ICN_MESH_ABI } from "../abi/icn-abi.ts";
import type { Machine } from "../guest/machine.ts";
import { type Boxed, createQuickJsValues, type QuickJsValues } from "./quickjs-values.ts";

const SIGNATURES = new Map(
  Object.entries({ ...ICN_ABI, ...ICN_MESH_ABI }).map(([name, [signature]]) => [name, signature]),
);

/** The functions that a job finds on the host object: those of the ABI that it may call, and two for texts. */
export function hostNames(mayCallMesh: boolean): readonly string[] {
  return [...Object.keys(ICN_ABI), ...(mayCallMesh ? Object.keys(ICN_MESH_ABI) : []), "text", "bytes"];
}

/** What QuickJS imports of its host, besides WASI. `machine` is asked for once a guest runs. */
export function createQuickJsImports(machine: () => Machine): HostFunctions {
  const nothing = () => 0;
  return {
    host_call(...[namePointer, nameLength, , count, list]: [number, number, number, number, number]): number {
      const { world, callWithin } = machine();
      const { memory } = world.context;
      const values = createQuickJsValues({ memory, call: callWithin });
      const given = Array.from({ length: count }, (_, index) => memory.getUint32(list + index * 4));
      const functions = world.imports["icn"] ?? {};
      return answer(memory.text(namePointer, nameLength, 64), given, { values, functions });
    },
    host_get_timezone_offset: nothing,
    host_interrupt: nothing,
    host_promise_rejection: nothing,
    host_module_normalize: nothing,
    host_module_load: nothing,
  };
}

interface Callee {
  readonly values: QuickJsValues;
  readonly functions: HostFunctions;
}

function answer(name: string, given: readonly Boxed[], { values, functions }: Callee): Boxed {
  const borrowed: number[] = [];
  const flat = given.flatMap((value) => flatten(value, values, borrowed));
  const result =
    name === "text" || name === "bytes" ? convert(name, flat, values) : callAbi(name, flat, functions);
  for (const pointer of borrowed) values.invoke("qjs_free_cstring", pointer);
  if (name === "text" || name === "bytes") return Number(result);
  return values.invoke("qjs_new_number", Number(result ?? 0));
}

/** A text or an array as a pointer and a length, anything else as a number. */
function flatten(value: Boxed, values: QuickJsValues, borrowed: number[]): number[] {
  if (values.invoke("qjs_is_string", value) !== 0) {
    const [pointer, length] = values.borrowText(value);
    borrowed.push(pointer);
    return [pointer, length];
  }
  if (values.invoke("qjs_is_number", value) !== 0) return [values.invoke("qjs_get_float64", value)];
  return [...(values.bytesAt(value) ?? [0, 0])];
}

/** A text made of bytes, or an array made of them. */
function convert(
  name: "bytes" | "text",
  [pointer = 0, length = 0]: readonly number[],
  values: QuickJsValues,
): Boxed {
  return values.invoke(name === "text" ? "qjs_new_string" : "qjs_new_uint8_array", pointer, length);
}

/** Calls with the types of the signature: a number of JavaScript stands for an i64 as well. */
function callAbi(name: string, flat: readonly number[], functions: HostFunctions): unknown {
  const [params = ""] = /\(([^)]*)\)/.exec(SIGNATURES.get(name) ?? "")?.slice(1) ?? [];
  const typed = params.split(" ").map((type, index) => {
    const value = Math.trunc(flat[index] ?? 0) || 0;
    return type === "i64" ? BigInt(value) : value;
  });
  return functions[name]?.(...(typed as never[]));
}
