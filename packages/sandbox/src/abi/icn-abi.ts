/** The version that `abi_version` answers with. */
export const ICN_ABI_VERSION = 1;

/**
 * The functions that a guest may import from `icn`, and every signature that each may be imported with. Pointers and
 * lengths are i32 and unsigned; a pointer out of bounds ends the run as a trap.
 */
export const ICN_ABI = {
  abi_version: ["() -> i32"],
  arg_count: ["() -> i32"],
  arg_size: ["(i32) -> i32"],
  arg_read: ["(i32 i32 i32) -> i32"],
  input_count: ["() -> i32"],
  input_size: ["(i32) -> i64"],
  input_read: ["(i32 i64 i32 i32) -> i32"],
  output_write: ["(i32 i32 i32 i32) -> i32"],
  log: ["(i32 i32 i32) -> ()"],
  progress: ["(i32 i32 i32 i32 i32) -> ()"],
  checkpoint: ["(i32 i32 i32 i32) -> ()"],
  restore_size: ["() -> i64"],
  restore_read: ["(i64 i32 i32) -> i32"],
  partial_output: ["(i32 i32 i32 i32 i32 i32) -> i32"],
  random: ["(i32 i32) -> ()"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * The functions that reach into the mesh, which a guest may import where it was given the capability. The short forms
 * are those that modules of the original system were linked against.
 */
export const ICN_MESH_ABI = {
  host_submit_mesh_job: ["(i32 i32 i32 i32) -> i32", "(i32 i32) -> i32"],
  host_anchor_receipt: ["(i32 i32 i32 i32) -> i32", "(i32 i32) -> i32"],
  host_get_pending_mesh_jobs: ["(i32 i32) -> i32"],
  host_account_get_mana: ["(i32 i32) -> i64", "() -> i64"],
  host_account_spend_mana: ["(i32 i32 i64) -> i32"],
  host_get_reputation: ["(i32 i32) -> i64", "() -> i64"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
