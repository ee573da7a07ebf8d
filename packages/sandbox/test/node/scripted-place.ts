import type { Clock } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { createRunner } from "../../src/create-runner.ts";
import type { LinkListeners, OpenLink } from "../../src/node/guest-link.ts";
import type { ToGuest } from "../../src/node/guest-messages.ts";
import { createGuestPool } from "../../src/node/guest-pool.ts";
import { packFromGuest, readToGuest } from "../../src/node/guest-wire.ts";
import { createPooledExecutor } from "../../src/node/pooled-executor.ts";
import type { ClosableRunner } from "../../src/runner.ts";

/** What a place does with what it is told: an impostor of a guest process, on the thread of the test. */
export type Script = (message: ToGuest, listeners: LinkListeners) => void;

/** A runner over impostors, and how often one was started. */
export interface ScriptedRunner {
  readonly runner: ClosableRunner;
  readonly starts: () => number;
}

/** How the impostors are kept. */
export interface ScriptedOptions {
  readonly clock?: Clock;
  readonly runsPerPlace?: number;
  readonly maxWaiting?: number;
  readonly hasPulse?: boolean;
  /** What a place does first; says that it is ready when not given. */
  readonly begin?: (listeners: LinkListeners) => void;
}

/** A pool of one place that follows a script. */
export function scriptedRunner(script: Script, options: ScriptedOptions = {}): ScriptedRunner {
  const {
    clock = systemClock,
    runsPerPlace = 100,
    maxWaiting = 4,
    hasPulse = false,
    begin = beReady,
  } = options;
  let starts = 0;
  const open: OpenLink = (listeners) => {
    starts++;
    let isEnded = false;
    const heard: LinkListeners = {
      maxFrameBytes: listeners.maxFrameBytes,
      onFrame: (frame) => void (isEnded || listeners.onFrame(frame)),
      onEnd(reason) {
        if (isEnded) return;
        isEnded = true;
        listeners.onEnd(reason);
      },
    };
    queueMicrotask(() => begin(heard));
    return {
      hasPulse,
      send: (frame) => void (isEnded || script(readToGuest(frame).message, heard)),
      async kill() {
        heard.onEnd("it was ended");
      },
    };
  };
  const pool = createGuestPool({ clock, open }, { places: 1, runsPerPlace, maxWaiting });
  const executor = createPooledExecutor({ clock, pool }, { overheadBytes: 1_000_000, hungAfterMs: 5_000 });
  return { runner: createRunner({ clock, executor }), starts: () => starts };
}

/** Says that it is ready for a guest. */
export function beReady({ onFrame }: LinkListeners): void {
  onFrame(packFromGuest({ type: "ready" }));
}

/** What an honest guest says in the end. */
export function succeed({ onFrame }: LinkListeners): void {
  const usage = { fuel: 1, peakMemoryBytes: 0, outputBytes: 1 };
  onFrame(packFromGuest({ type: "ok", names: [], usage }, [new Uint8Array([7])]));
}
