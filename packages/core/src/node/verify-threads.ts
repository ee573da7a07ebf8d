import { Worker } from "node:worker_threads";
import type { SignatureClaim } from "../ports/verifier.ts";
import { packBatch, packedBytes } from "./verify-batch.ts";

/** Claims that travel together, and who hears of their verdicts. */
export interface VerifyBatch {
  readonly claims: readonly SignatureClaim[];
  /** One byte per claim, 1 where it holds. */
  judged(verdicts: Uint8Array): void;
  /** The thread died with this batch on it, and so did the one that it was given to next. */
  lost(cause: unknown): void;
}

/** A bounded set of threads, started when there is work and replaced when they die. */
export interface VerifyThreads {
  /** How many batches would be taken now. */
  room(): number;
  /** Hands a batch over; the caller has seen that there is room. */
  run(batch: VerifyBatch): void;
  /** Ends all threads. No batch is heard of again. */
  close(): Promise<void>;
}

/** What the threads run, and how many there are at most. */
export interface VerifyThreadsOptions {
  readonly entry: URL;
  readonly execArgv?: readonly string[];
  readonly threads: number;
  /** Called whenever there may be room again. */
  readonly onRoom: () => void;
}

/** One batch at work and one that waits in the thread, so that it does not idle while we sleep. */
const BATCHES_PER_THREAD = 2;

interface Thread {
  readonly worker: Worker;
  readonly batches: Attempt[];
}

interface Attempt {
  readonly batch: VerifyBatch;
  readonly isRetry: boolean;
}

/** Threads that do not exist yet. */
export function createVerifyThreads({
  entry,
  execArgv,
  threads,
  onRoom,
}: VerifyThreadsOptions): VerifyThreads {
  const running = new Set<Thread>();
  let isClosed = false;

  function start(): Thread {
    const worker = new Worker(entry, { name: "verify", ...(execArgv && { execArgv: [...execArgv] }) });
    const thread: Thread = { worker, batches: [] };
    let cause: unknown;
    running.add(thread);
    worker.on("error", (error) => {
      cause = error;
    });
    worker.on("exit", () => retire(thread, cause));
    worker.on("message", (verdicts: Uint8Array) => {
      thread.batches.shift()?.batch.judged(verdicts);
      onRoom();
    });
    return thread;
  }

  function retire(thread: Thread, cause: unknown): void {
    running.delete(thread);
    if (isClosed) return;
    for (const { batch, isRetry } of thread.batches) {
      if (isRetry) batch.lost(cause);
      else send({ batch, isRetry: true });
    }
    onRoom();
  }

  function send(attempt: Attempt): void {
    const { claims } = attempt.batch;
    const bytes = claims.reduce((sum, claim) => sum + packedBytes(claim), 0);
    const packed = packBatch(claims, bytes);
    const thread = leastBusy(running, threads) ?? start();
    thread.batches.push(attempt);
    thread.worker.postMessage(packed, [packed]);
  }

  return {
    room() {
      let taken = 0;
      for (const { batches } of running) taken += batches.length;
      return threads * BATCHES_PER_THREAD - taken;
    },
    run: (batch) => send({ batch, isRetry: false }),
    async close() {
      isClosed = true;
      await Promise.all([...running].map(({ worker }) => worker.terminate()));
    },
  };
}

/** The thread to give the next batch to; undefined where a new one should be started for it. */
function leastBusy(running: ReadonlySet<Thread>, threads: number): Thread | undefined {
  let least: Thread | undefined;
  for (const thread of running) {
    if (least === undefined || thread.batches.length < least.batches.length) least = thread;
  }
  return least === undefined || (least.batches.length > 0 && running.size < threads) ? undefined : least;
}
