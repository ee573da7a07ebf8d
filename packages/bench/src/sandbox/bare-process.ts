import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** What any pool would have at the least: it compiles and runs a module that nobody meters, and trusts it. */
export interface BareHost {
  run(module: Uint8Array): Promise<unknown>;
  close(): Promise<void>;
}

/** The program of a worker that compiles and runs what it gets. */
export const BARE_WORKER = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", (bytes) => {
  parentPort.postMessage(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.run().toString());
});`;

const PROCESS = `
const { Worker } = require("node:worker_threads");
const worker = new Worker(${JSON.stringify(BARE_WORKER)}, { eval: true });
process.on("message", (bytes) => worker.postMessage(bytes));
worker.on("message", (result) => process.send(result));`;

/** A process that holds a worker, as ours does, and passes on what it gets. */
export async function startBareProcess(): Promise<BareHost> {
  const file = join(mkdtempSync(join(tmpdir(), "icn-mesh-bench-")), "bare.cjs");
  writeFileSync(file, PROCESS);
  const child: ChildProcess = fork(file, { serialization: "advanced", execArgv: [] });
  // As ours: on a busy machine it would otherwise be served first.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  return {
    async run(module) {
      const answer = once(child, "message");
      child.send(module);
      return answer;
    },
    async close() {
      const gone = once(child, "exit");
      child.kill();
      await gone;
    },
  };
}

/** The same on a thread of this process. */
export function startBareWorker(): BareHost {
  const worker = new Worker(BARE_WORKER, { eval: true });
  return {
    async run(module) {
      const answer = once(worker, "message");
      worker.postMessage(module);
      return answer;
    },
    async close() {
      await worker.terminate();
    },
  };
}
