import type { Clock } from "@icn-mesh/core";
import { createRunner, type RunnerOptions } from "./create-runner.ts";
import type { GuestEnd, GuestEvent } from "./guest/guest-event.ts";
import type { GuestExecutor } from "./guest/guest-executor.ts";
import type { GuestPort } from "./guest/guest-port.ts";
import { createGuestPrograms, type GuestPrograms } from "./guest/guest-programs.ts";
import { guestStop } from "./guest/guest-stop.ts";
import type { GuestTask } from "./guest/guest-task.ts";
import { runGuest } from "./guest/run-guest.ts";
import type { ClosableRunner } from "./runner.ts";
import type { RunSession } from "./session/run-session.ts";

/** What guests in this process need. */
export interface InProcessComponents {
  readonly clock: Clock;
  /** The bytes of `quickjs-wasi/quickjs.wasm`; JavaScript is refused without them. */
  readonly quickJs?: (() => Uint8Array) | undefined;
}

/**
 * Runs guests on the thread that calls it: for tests and simulations, which want neither processes nor races. Such a
 * guest is metered as anywhere, but it blocks its host: it is stopped by its fuel, or between steps and calls of the
 * host, and its events are told between steps. It cannot be given calls into the mesh, which would have to wait.
 */
export function createInProcessRunner(
  { clock, quickJs }: InProcessComponents,
  options: RunnerOptions = {},
): ClosableRunner {
  const programs = createGuestPrograms();
  const executor: GuestExecutor = {
    execute: (task, session) => executeHere(task, session, { clock, quickJs, programs }),
    close: async () => undefined,
  };
  return createRunner({ clock, executor }, options);
}

interface HereComponents extends InProcessComponents {
  readonly programs: GuestPrograms;
}

async function executeHere(
  task: GuestTask,
  session: RunSession,
  components: HereComponents,
): Promise<GuestEnd> {
  const { clock, programs, quickJs } = components;
  const events: GuestEvent[] = [];
  const deadline = clock.monotonic() + task.limits.wallMs;
  const port: GuestPort = {
    emit(event) {
      if (session.signal.aborted || clock.monotonic() > deadline)
        throw guestStop("timeout", "not done in time");
      events.push(event);
    },
    ask: () => undefined,
    isPreempted: () => session.preempt?.aborted === true,
    monotonic: () => clock.monotonic(),
  };

  async function tell(): Promise<void> {
    for (const event of events.splice(0)) {
      const fault = await session.deliver(event);
      if (fault !== undefined) throw guestStop("crashed", fault);
    }
  }

  session.begin();
  const run = runGuest(task, { port, programs, quickJs });
  let turn = run.next();
  for (;;) {
    await tell();
    if (turn.done === true) return turn.value;
    turn = session.signal.aborted ? run.throw(guestStop("cancelled", "ended from outside")) : run.next();
  }
}
