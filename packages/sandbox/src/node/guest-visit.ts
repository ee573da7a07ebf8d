import type { Clock } from "@icn-mesh/core";
import type { GuestEnd, GuestEvent, GuestQuestion } from "../guest/guest-event.ts";
import type { GuestTask } from "../guest/guest-task.ts";
import type { RunSession } from "../session/run-session.ts";
import type { FromGuest } from "./guest-messages.ts";
import type { GuestPlace } from "./guest-place.ts";
import { endIn, eventIn, type Heard, packTask, packToGuest, questionIn } from "./guest-wire.ts";

/** What bounds a visit besides the limits of its run. */
export interface VisitLimits {
  /** What a guest process may take of the machine's memory beyond the guest's own. */
  readonly overheadBytes: number;
  /** A place with a pulse that has said nothing for so long is dead. */
  readonly hungAfterMs: number;
}

/** What a visit needs. */
export interface VisitComponents {
  readonly clock: Clock;
  readonly place: GuestPlace;
  readonly limits: VisitLimits;
}

/** A reason of our own: making the usual exception costs as much as sending the work. */
const OVER = "the visit is over";
const MAX_MESSAGE = 1024;
/** More than the window of a guest, its last message and a question. */
const MAX_WAITING = 16;
const UNKNOWN_USAGE = { fuel: 0, peakMemoryBytes: 0, outputBytes: 0 };
/** More than any event of ours: the largest root, or a batch of blocks. */
const EVENT_BYTES = 4 * 1024 * 1024;

/**
 * Runs one task at a place, and believes nothing that is said there. A place that is not as it should be is ended, and
 * so is one whose guest has to stop.
 */
export async function visit(
  task: GuestTask,
  session: RunSession,
  components: VisitComponents,
): Promise<GuestEnd> {
  const { link } = components.place;
  const end = Promise.withResolvers<GuestEnd>();
  const leave = new AbortController();
  const visiting = createVisit(task, session, { ...components, end });
  const onPreempt = () => link.send(packToGuest({ type: "preempt" }));
  const onAbort = () => visiting.crash("it was stopped");

  // What the guest does not need to begin is done while it begins.
  link.send(packTask(task));
  session.begin();
  session.signal.addEventListener("abort", onAbort);
  session.preempt?.addEventListener("abort", onPreempt);
  if (session.preempt?.aborted) onPreempt();
  if (session.signal.aborted) onAbort();
  if (link.hasPulse) visiting.watch(leave.signal).catch(end.reject);
  try {
    return await end.promise;
  } finally {
    leave.abort(OVER);
    session.signal.removeEventListener("abort", onAbort);
    session.preempt?.removeEventListener("abort", onPreempt);
  }
}

interface VisitParts extends VisitComponents {
  readonly end: PromiseWithResolvers<GuestEnd>;
}

/** Listens to the place until the run has ended, one message after the other. */
function createVisit(task: GuestTask, session: RunSession, { clock, place, limits, end }: VisitParts) {
  const mostResident = task.limits.memoryBytes + task.limits.inputBytes + limits.overheadBytes;
  let heardAt = clock.monotonic();
  let told: Promise<void> = Promise.resolve();
  let waiting = 0;

  function crash(reason: string): void {
    const message = reason.slice(0, MAX_MESSAGE).toWellFormed();
    end.resolve({ type: "failed", class: "crashed", message, usage: UNKNOWN_USAGE });
    void place.link.kill();
  }

  async function answer(question: GuestQuestion): Promise<void> {
    const given = await session.answer(question);
    const message = { type: "answer", isRefused: given === undefined } as const;
    place.link.send(packToGuest(message, given === undefined ? [] : [given]));
  }

  async function deliver(event: GuestEvent): Promise<void> {
    const fault = await session.deliver(event);
    if (fault === undefined) place.link.send(packToGuest({ type: "taken" }));
    else crash(fault);
  }

  async function handle(heard: Heard<FromGuest>): Promise<void> {
    const event = eventIn(heard);
    if (event !== undefined) return deliver(event);
    const question = questionIn(heard);
    if (question !== undefined) return answer(question);
    finish(heard);
  }

  function finish(heard: Heard<FromGuest>): void {
    const last = endIn(heard);
    if (last !== undefined && isWithin(last, task)) end.resolve(last);
    else crash(heard.message.type === "broken" ? heard.message.message : "it sent what no run sends");
  }

  place.listen({
    maxFrameBytes: task.limits.outputBytes + EVENT_BYTES,
    onLost: crash,
    onMessage(heard) {
      heardAt = clock.monotonic();
      const { message } = heard;
      if (message.type !== "pulse") enqueue(heard);
      else if (message.residentBytes > mostResident) {
        crash("its process took more memory than its limits allow");
      }
    },
  });

  /** One after the other, and no more than a guest sends that waits to be heard. */
  function enqueue(heard: Heard<FromGuest>): void {
    waiting++;
    if (waiting > MAX_WAITING) crash("it did not wait to be heard");
    else told = told.then(() => handle(heard)).then(() => void waiting--, fail);
  }

  /** A listener of ours threw: the run ends with what it threw. */
  function fail(reason: unknown): void {
    end.reject(reason);
    void place.link.kill();
  }

  return {
    crash,
    /** Ends a place whose pulse has stopped. */
    async watch(signal: AbortSignal): Promise<void> {
      while (!signal.aborted && clock.monotonic() - heardAt < limits.hungAfterMs) {
        await clock.after(limits.hungAfterMs / 2, { signal }).catch(() => undefined);
      }
      if (!signal.aborted) crash("its process said nothing any more");
    },
  };
}

/** True for an end that keeps to what the limits allow it. */
function isWithin(end: GuestEnd, { limits }: GuestTask): boolean {
  if (end.type === "failed") return true;
  if (end.outputs.size > limits.outputs) return false;
  const bytes = [...end.outputs.values()].reduce((sum, { length }) => sum + length, end.result.length);
  return bytes <= limits.outputBytes;
}
