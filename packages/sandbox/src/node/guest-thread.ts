import { Worker } from "node:worker_threads";
import { tagOf } from "./guest-frame.ts";
import { packEvent, TO_GUEST_TAGS } from "./guest-wire.ts";
import { programUrl } from "./program-url.ts";
import { createThreadSignals } from "./thread-signals.ts";

/** A thread that runs guests, as its host has it. */
export interface GuestThread {
  /** Hands a frame over, or does at once what it says. */
  send(frame: Uint8Array): void;
  terminate(): Promise<void>;
}

/** Who hears of the thread. */
export interface ThreadListeners {
  onFrame(frame: Uint8Array<ArrayBuffer>): void;
  /** The thread is gone, with what it died of. */
  onEnd(reason: string): void;
}

/**
 * What V8 may use on that thread for itself. A guest's memory is the meter's matter. So is its stack, in words that
 * take 8 bytes in simple code and were seen to take 80 in optimised code: 64 MiB are never reached, nor touched.
 */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 64 };

/** Starts a thread. */
export function startGuestThread({ onFrame, onEnd }: ThreadListeners): GuestThread {
  const signals = createThreadSignals();
  const { url, execArgv } = programUrl("guest-worker");
  const worker = new Worker(url, {
    name: "guest",
    workerData: signals.shared,
    env: {},
    resourceLimits: RESOURCE_LIMITS,
    execArgv: [...execArgv],
  });
  let reason = "the thread ended";
  worker.on("error", (error: unknown) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  worker.on("exit", () => onEnd(reason));
  worker.on("message", onFrame);

  /** A guest with steps stops by itself; of one without them the host hears now. */
  function preempt(): void {
    signals.preempt();
    if (signals.isWithoutSteps()) onFrame(packEvent({ type: "began", hasSteps: false }));
  }

  return {
    send(frame) {
      const tag = tagOf(frame);
      if (tag === TO_GUEST_TAGS.taken) return signals.take();
      if (tag === TO_GUEST_TAGS.preempt) return preempt();
      // A new run must find the signals down before it begins, and may be preempted before it is read.
      if (tag === TO_GUEST_TAGS.run) signals.reset();
      const owned = frame.slice();
      worker.postMessage(owned, [owned.buffer]);
      if (tag === TO_GUEST_TAGS.answer) signals.answer();
    },
    async terminate() {
      await worker.terminate();
    },
  };
}
