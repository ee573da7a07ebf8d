/** A function of the host and where its parameters are a pointer and the length that belongs to it. */
export interface PointerCall {
  readonly signature: string;
  readonly pairs: readonly (readonly [pointer: number, length: number])[];
}

/** Every function of `icn` that takes pointers, but for the one that first asks whether there is something to read. */
export const POINTER_CALLS: Readonly<Record<string, PointerCall>> = {
  arg_read: { signature: "(i32 i32 i32) -> i32", pairs: [[1, 2]] },
  input_read: { signature: "(i32 i64 i32 i32) -> i32", pairs: [[2, 3]] },
  output_write: {
    signature: "(i32 i32 i32 i32) -> i32",
    pairs: [
      [0, 1],
      [2, 3],
    ],
  },
  log: { signature: "(i32 i32 i32) -> ()", pairs: [[1, 2]] },
  progress: {
    signature: "(i32 i32 i32 i32 i32) -> ()",
    pairs: [
      [1, 2],
      [3, 4],
    ],
  },
  checkpoint: {
    signature: "(i32 i32 i32 i32) -> ()",
    pairs: [
      [0, 1],
      [2, 3],
    ],
  },
  partial_output: {
    signature: "(i32 i32 i32 i32 i32 i32) -> i32",
    pairs: [
      [0, 1],
      [2, 3],
      [4, 5],
    ],
  },
  random: { signature: "(i32 i32) -> ()", pairs: [[0, 1]] },
  host_submit_mesh_job: {
    signature: "(i32 i32 i32 i32) -> i32",
    pairs: [
      [0, 1],
      [2, 3],
    ],
  },
  host_anchor_receipt: {
    signature: "(i32 i32 i32 i32) -> i32",
    pairs: [
      [0, 1],
      [2, 3],
    ],
  },
  host_get_pending_mesh_jobs: { signature: "(i32 i32) -> i32", pairs: [[0, 1]] },
  host_account_get_mana: { signature: "(i32 i32) -> i64", pairs: [[0, 1]] },
  host_account_spend_mana: { signature: "(i32 i32 i64) -> i32", pairs: [[0, 1]] },
  host_get_reputation: { signature: "(i32 i32) -> i64", pairs: [[0, 1]] },
};

/** The types in a signature as the tables of the ABI write it. */
export function typesOf(signature: string): {
  readonly params: string[];
  readonly result: string | undefined;
} {
  const [params = "", result = ""] = signature.split(" -> ");
  return {
    params: params.slice(1, -1).split(" ").filter(Boolean),
    result: result === "()" ? undefined : result,
  };
}

/** The import of a function, as text, under the name `$host`. */
export function importText(module: string, name: string, signature: string): string {
  const { params, result } = typesOf(signature);
  const returned = result === undefined ? "" : `(result ${result})`;
  return `(import "${module}" "${name}" (func $host (param ${params.join(" ")}) ${returned}))`;
}

/** A call of `$host` with these values, whatever it returns being dropped. */
export function callText(signature: string, values: readonly number[]): string {
  const { params, result } = typesOf(signature);
  const call = `(call $host ${params.map((type, index) => `(${type}.const ${values[index] ?? 0})`).join(" ")})`;
  return result === undefined ? call : `(drop ${call})`;
}
