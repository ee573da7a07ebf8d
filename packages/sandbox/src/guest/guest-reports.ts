import type { LogLevel } from "@icn-mesh/core";
import type { Limits } from "../limits.ts";
import type { GuestProgress } from "../runner.ts";
import type { GuestPort } from "./guest-port.ts";

/** What a guest says while it works. More than its limits is left out, and it cannot tell. */
export interface GuestReports {
  /** The newest progress, told or not. */
  readonly progress: GuestProgress;
  setProgress(progress: GuestProgress): void;
  /** Goes on from the progress of a state, which was told when it was captured. */
  resume(progress: Pick<GuestProgress, "percent" | "stage">): void;
  log(level: LogLevel, text: string): void;
  /** Tells the newest progress if that was held back. */
  flush(): void;
}

/** Reports through `port`, progress at most at the limit's rate, lines until the limit's bytes are used up. */
export function createGuestReports(port: GuestPort, limits: Limits): GuestReports {
  const gapMs = 1000 / limits.progressPerSecond;
  let progress: GuestProgress = { stage: "", percent: 0, message: "" };
  let toldAt = Number.NEGATIVE_INFINITY;
  let isHeldBack = false;
  let logBytes = 0;
  let isSilent = false;

  function tell(): void {
    isHeldBack = false;
    toldAt = port.monotonic();
    port.emit({ type: "progress", ...progress });
  }

  return {
    get progress() {
      return progress;
    },
    setProgress(next) {
      progress = next;
      isHeldBack = true;
      if (port.monotonic() - toldAt >= gapMs) tell();
    },
    resume({ stage, percent }) {
      progress = { stage, percent, message: "" };
    },
    log(level, text) {
      if (isSilent) return;
      logBytes += text.length + 1;
      isSilent = logBytes > limits.logBytes;
      if (!isSilent) port.emit({ type: "log", level, text });
      else
        port.emit({ type: "log", level: "warn", text: "the limit of log bytes is reached: no more lines" });
    },
    flush() {
      if (isHeldBack) tell();
    },
  };
}
