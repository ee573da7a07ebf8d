import { cidOf } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { afterAll, describe, expect, it } from "vitest";
import { createWorkerRunner } from "../../src/node/index.ts";
import { numberOf } from "../../src/testing/runner-contract/sample-work.ts";
import { recordingMesh } from "./recording-mesh.ts";
import { returning, runModule } from "./run-module.ts";
import { executor, signedReceipt } from "./signed-receipt.ts";

const runner = createWorkerRunner({ clock: systemClock }, { threads: 1 });

afterAll(() => runner.close());

const JOB = '{"cost_mana":10}';
const ID_LETTERS = 59;
const IMPORTS = `
  (import "icn" "host_account_get_mana" (func $mana (result i64)))
  (import "icn" "host_get_reputation" (func $reputation (result i64)))
  (import "icn" "host_submit_mesh_job" (func $submit (param i32 i32 i32 i32) (result i32)))
  (import "icn" "host_anchor_receipt" (func $anchor (param i32 i32 i32 i32) (result i32)))
  (import "icn" "host_get_pending_mesh_jobs" (func $pending (param i32 i32) (result i32)))
  (import "icn" "host_account_spend_mana" (func $spend (param i32 i32 i64) (result i32)))
  (import "icn" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "${JOB.replaceAll('"', String.raw`\"`)}")`;
const submit = (length: number, capacity: number) =>
  `(i64.extend_i32_u (call $submit (i32.const 0) (i32.const ${length}) (i32.const 1024) (i32.const ${capacity})))`;
const calling = (body: string) => returning(body, IMPORTS);

describe("AC-110 a module that returns the balance of its account", () => {
  it("runs, and its receipt bears the executor's name", async () => {
    const { hostCalls } = recordingMesh(42n);
    const result = await runModule(runner, calling("(call $mana)"), { hostCalls });
    expect(numberOf(result)).toBe(42n);
    const signer = executor();
    const bytes = new Uint8Array(new BigInt64Array([42n]).buffer);
    expect(await signedReceipt(result, signer)).toMatchObject({
      by: signer.did,
      outcome: { type: "ok", result: cidOf(bytes, "raw") },
    });
  });
});

describe("AC-113 a guest", () => {
  it("submits a job, which costs its account mana and then waits", async () => {
    const mesh = recordingMesh(50n);
    const text = calling(submit(JOB.length, 128));
    expect(numberOf(await runModule(runner, text, mesh))).toBe(BigInt(ID_LETTERS));
    expect(mesh.mana()).toBe(40n);
    expect(mesh.jobs).toEqual([JOB]);
  });

  it("reads the id of the job where it wanted it", async () => {
    const mesh = recordingMesh(50n);
    const lines: string[] = [];
    const text = calling(
      `${submit(JOB.length, 128)} (call $log (i32.const 1) (i32.const 1024) (i32.const ${ID_LETTERS}))`,
    );
    await runModule(runner, text, { ...mesh, onLog: (line) => void lines.push(line.text) });
    expect(lines).toEqual([cidOf(new TextEncoder().encode(JOB), "raw")]);
  });

  it("is told 0 for a buffer that is too small, and nothing is spent", async () => {
    const mesh = recordingMesh(50n);
    expect(numberOf(await runModule(runner, calling(submit(JOB.length, ID_LETTERS - 1)), mesh))).toBe(0n);
    expect([mesh.mana(), mesh.jobs]).toEqual([50n, []]);
  });

  it("is told 0 for an empty job", async () => {
    const mesh = recordingMesh(50n);
    expect(numberOf(await runModule(runner, calling(submit(0, 128)), mesh))).toBe(0n);
    expect(mesh.jobs).toEqual([]);
  });

  it("is told 0 for a job that costs more than it may spend", async () => {
    const mesh = recordingMesh(50n, 9n);
    expect(numberOf(await runModule(runner, calling(submit(JOB.length, 128)), mesh))).toBe(0n);
    expect([mesh.mana(), mesh.jobs]).toEqual([50n, []]);
  });

  it("reads an empty list of pending jobs as []", async () => {
    const lines: string[] = [];
    const text = calling(`(i64.extend_i32_u (call $pending (i32.const 1024) (i32.const 1024)))
      (call $log (i32.const 1) (i32.const 1024) (i32.const 2))`);
    const result = await runModule(runner, text, {
      ...recordingMesh(0n),
      onLog: (line) => void lines.push(line.text),
    });
    expect([numberOf(result), lines]).toEqual([2n, ["[]"]]);
  });
});

describe("AC-114 a guest", () => {
  it("anchors a receipt, and its account's reputation rises", async () => {
    const mesh = recordingMesh(0n);
    const text = calling(`(local $before i64)
      (local.set $before (call $reputation))
      (drop (call $anchor (i32.const 0) (i32.const ${JOB.length}) (i32.const 1024) (i32.const 128)))
      (i64.sub (call $reputation) (local.get $before))`);
    expect(numberOf(await runModule(runner, text, mesh))).toBe(1n);
    expect(mesh.receipts).toEqual([JOB]);
  });
});
