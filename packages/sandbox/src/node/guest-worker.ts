import { readFileSync } from "node:fs";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { GuestEnd } from "../guest/guest-event.ts";
import type { GuestPort } from "../guest/guest-port.ts";
import { createGuestPrograms } from "../guest/guest-programs.ts";
import type { GuestTask } from "../guest/guest-task.ts";
import { runGuest } from "../guest/run-guest.ts";
import { packEnd, packEvent, packFromGuest, packQuestion, readToGuest, taskIn } from "./guest-wire.ts";
import { createThreadSignals } from "./thread-signals.ts";

// Runs as the thread that guests run on, behind `createProcessRunner` and `createWorkerRunner`, not in the program
// that imports the package.

/** So many events may be on their way before the guest waits. */
const WINDOW = 8;

const signals = createThreadSignals(workerData as SharedArrayBuffer);
const programs = createGuestPrograms();
// Read before the process gives up its right to read.
const quickJs = readFileSync(new URL(import.meta.resolve("quickjs-wasi/quickjs.wasm")));

function post(frame: Uint8Array<ArrayBuffer>): void {
  parentPort?.postMessage(frame, [frame.buffer]);
}

function createPort(): GuestPort {
  let sent = 0;
  let asked = 0;
  return {
    emit(event) {
      // Nobody has to know before the run is preempted, and a message takes as long as a short guest.
      if (event.type === "began") return signals.begin(event.hasSteps);
      post(packEvent(event));
      sent++;
      // A state is safe only when its host has it; what it took so far need not be kept for the next one.
      signals.awaitTaken(sent, event.type === "checkpoint" ? 0 : WINDOW);
    },
    ask(question) {
      post(packQuestion(question));
      signals.awaitAnswer(asked++);
      const received = parentPort && receiveMessageOnPort(parentPort);
      const heard = readToGuest(received?.message as Uint8Array);
      const isAnswer = heard.message.type === "answer" && !heard.message.isRefused;
      return isAnswer ? heard.attachments[0] : undefined;
    },
    isPreempted: signals.isPreempted,
    monotonic: () => performance.now(),
  };
}

function run(task: GuestTask): GuestEnd {
  const steps = runGuest(task, { port: createPort(), programs, quickJs: () => quickJs });
  for (;;) {
    const turn = steps.next();
    if (turn.done === true) return turn.value;
  }
}

parentPort?.on("message", (frame: Uint8Array) => {
  const task = taskIn(readToGuest(frame));
  if (task === undefined) return;
  try {
    const end = packEnd(run(task));
    signals.end();
    post(end);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
    post(packFromGuest({ type: "broken", message: message.slice(0, 1024).toWellFormed() }));
  }
});

post(packFromGuest({ type: "ready" }));
