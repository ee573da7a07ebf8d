import { expect, it } from "vitest";
import { ICN_ABI, ICN_ABI_VERSION, ICN_MESH_ABI } from "../../src/index.ts";

// A guest is linked against these names and signatures: whoever changes one breaks every module that uses it.
it("AC-118 the ABI has these functions, and no other", () => {
  expect(ICN_ABI_VERSION).toBe(1);
  expect(ICN_ABI).toEqual({
    abi_version: ["() -> i32"],
    arg_count: ["() -> i32"],
    arg_read: ["(i32 i32 i32) -> i32"],
    arg_size: ["(i32) -> i32"],
    checkpoint: ["(i32 i32 i32 i32) -> ()"],
    input_count: ["() -> i32"],
    input_read: ["(i32 i64 i32 i32) -> i32"],
    input_size: ["(i32) -> i64"],
    log: ["(i32 i32 i32) -> ()"],
    output_write: ["(i32 i32 i32 i32) -> i32"],
    partial_output: ["(i32 i32 i32 i32 i32 i32) -> i32"],
    progress: ["(i32 i32 i32 i32 i32) -> ()"],
    random: ["(i32 i32) -> ()"],
    restore_read: ["(i64 i32 i32) -> i32"],
    restore_size: ["() -> i64"],
  });
  expect(ICN_MESH_ABI).toEqual({
    host_account_get_mana: ["(i32 i32) -> i64", "() -> i64"],
    host_account_spend_mana: ["(i32 i32 i64) -> i32"],
    host_anchor_receipt: ["(i32 i32 i32 i32) -> i32", "(i32 i32) -> i32"],
    host_get_pending_mesh_jobs: ["(i32 i32) -> i32"],
    host_get_reputation: ["(i32 i32) -> i64", "() -> i64"],
    host_submit_mesh_job: ["(i32 i32 i32 i32) -> i32", "(i32 i32) -> i32"],
  });
});
