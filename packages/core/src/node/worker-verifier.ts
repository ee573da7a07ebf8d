import { availableParallelism } from "node:os";
import { assertInteger } from "../assert-in-range.ts";
import { CoreError } from "../errors.ts";
import { isDid } from "../ids/did.ts";
import type { SignatureClaim, Verifier } from "../ports/verifier.ts";
import { isSignatureForm } from "../signatures/signature-form.ts";
import { createVerifier, type VerifierComponents } from "../signatures/verifier.ts";
import { packedBytes } from "./verify-batch.ts";
import { createVerifyRequest, type VerifyRequest, type VerifyTask } from "./verify-request.ts";
import { createVerifyThreads, type VerifyBatch } from "./verify-threads.ts";

/** A verifier with threads, which its owner has to close. */
export interface WorkerVerifier extends Verifier {
  /** Ends the threads; whoever still waits for verdicts gets `CORE_VERIFIER_CLOSED`. */
  close(): Promise<void>;
}

/** How much may run at once, how much may wait, and what runs. */
export interface WorkerVerifierOptions {
  /** Threads, started when there is work: one less than the machine has cores when not given, but at least one. */
  readonly threads?: number;
  /**
   * Claims that may wait for a thread, 4096 when not given. A call that would pass this gets `CORE_VERIFIER_BUSY`,
   * unless nothing waits: then it is taken whole, however large.
   */
  readonly maxWaiting?: number;
  /** The module that the threads run, where the program is bundled and the package's own cannot be found. */
  readonly entry?: URL;
}

/** Enough to make handing over a batch cheap, and few enough for two threads to share what came in one tick. */
const MIN_BATCH = 16;
/** About five milliseconds of work, so that nobody waits long behind a full batch. */
const MAX_BATCH = 64;
const MAX_BATCH_BYTES = 256 * 1024;

/**
 * Judges many claims on other threads, which use the best engine of the machine; a single `verify` runs here, on
 * the engine given. Claims of all calls in one tick share batches, and their bytes must not change until the call
 * resolves. A batch whose thread dies is tried once more, then its calls reject with `CORE_VERIFIER_CRASHED`.
 */
export function createWorkerVerifier(
  { engine }: VerifierComponents,
  options: WorkerVerifierOptions = {},
): WorkerVerifier {
  const { threads = Math.max(1, availableParallelism() - 1), maxWaiting = 4096 } = options;
  assertInteger("threads", threads, { min: 1 });
  assertInteger("maxWaiting", maxWaiting, { min: 1 });
  const { verify } = createVerifier({ engine });
  const pool = createVerifyThreads({ ...program(options.entry), threads, onRoom: flush });
  const requests = new Set<VerifyRequest>();
  const waiting: VerifyTask[] = [];
  let isClosed = false;
  let isFlushDue = false;

  function flush(): void {
    isFlushDue = false;
    const size = Math.min(MAX_BATCH, Math.max(MIN_BATCH, Math.ceil(waiting.length / threads)));
    while (waiting.length > 0 && pool.room() > 0) {
      const tasks = takeTasks(waiting, size);
      if (tasks.length > 0) pool.run(batchOf(tasks));
    }
  }

  function enqueue(claims: readonly SignatureClaim[], signal: AbortSignal | undefined): VerifyRequest {
    const request = createVerifyRequest(claims.length, signal);
    for (const [index, claim] of claims.entries()) {
      if (isWorthwhile(claim)) waiting.push({ claim, request, index });
      else request.judge(index, false);
    }
    if (!isFlushDue) setImmediate(flush);
    isFlushDue = true;
    return request;
  }

  return {
    verify,
    async verifyMany(claims, { signal } = {}) {
      signal?.throwIfAborted();
      if (isClosed) throw closed();
      if (waiting.length > 0 && waiting.length + claims.length > maxWaiting) throw busy(waiting.length);
      const request = enqueue(claims, signal);
      requests.add(request);
      try {
        return await request.verdicts;
      } finally {
        requests.delete(request);
      }
    },
    async close() {
      isClosed = true;
      waiting.length = 0;
      for (const request of requests) request.fail(closed());
      await pool.close();
    },
  };
}

/** From sources, where this module is one, the thread needs to be told so too; else the package knows its own entry. */
function program(entry: URL | undefined): { readonly entry: URL; readonly execArgv?: readonly string[] } {
  if (entry !== undefined) return { entry };
  if (!import.meta.url.endsWith(".ts")) {
    return { entry: new URL(import.meta.resolve("@icn-mesh/core/node/verify-worker")) };
  }
  return {
    entry: new URL("./verify-worker.ts", import.meta.url),
    execArgv: ["--conditions=@icn-mesh/source"],
  };
}

/** What is refused by its bytes, or by a claimant who is none, need not travel. */
function isWorthwhile({ by, signature }: SignatureClaim): boolean {
  return isSignatureForm(signature) && isDid(by);
}

/** Takes the next claims out of the queue, past those whose callers have gone. */
function takeTasks(waiting: VerifyTask[], max: number): VerifyTask[] {
  const tasks: VerifyTask[] = [];
  let bytes = 0;
  let passed = 0;
  for (const task of waiting) {
    if (tasks.length === max || bytes >= MAX_BATCH_BYTES) break;
    passed++;
    if (task.request.isSettled()) continue;
    tasks.push(task);
    bytes += packedBytes(task.claim);
  }
  waiting.splice(0, passed);
  return tasks;
}

function batchOf(tasks: readonly VerifyTask[]): VerifyBatch {
  return {
    claims: tasks.map(({ claim }) => claim),
    judged(verdicts) {
      for (const [at, { request, index }] of tasks.entries()) request.judge(index, verdicts[at] === 1);
    },
    lost(cause) {
      for (const { request } of tasks) request.fail(crashed(cause));
    },
  };
}

function busy(waiting: number): CoreError {
  return new CoreError("too many signatures wait for a thread", { code: "CORE_VERIFIER_BUSY", waiting });
}

function closed(): CoreError {
  return new CoreError("the verifier is closed", { code: "CORE_VERIFIER_CLOSED" });
}

function crashed(cause: unknown): CoreError {
  return new CoreError("the threads that verify died twice", { code: "CORE_VERIFIER_CRASHED" }, { cause });
}
