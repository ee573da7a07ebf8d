import { type Clock, type Did, orAborted, within } from "@icn-mesh/core";
import type { GuestLog } from "@icn-mesh/sandbox";
import type { MeshNetworkService } from "../network/mesh-network-service.ts";
import { createOpenWork } from "../tasks/open-work.ts";
import { createTurns } from "../tasks/turns.ts";
import { createLogBuffer } from "./log-buffer.ts";
import { type LogSegment, SEGMENT_BYTES } from "./log-segment.ts";

/** The log of one run: the manager of the job is shown it while it grows, and the receipt names the whole. */
export interface LogWriter {
  add(line: GuestLog): void;
  /** Resolves when the manager has every line, or has not answered for some seconds. */
  caughtUp(signal: AbortSignal): Promise<void>;
  /** All lines of the run. */
  bytes(): Uint8Array;
}

/** What a log is written with. */
export interface LogWriterParts {
  readonly clock: Clock;
  readonly network: Pick<MeshNetworkService, "sendLog">;
}

/** Whose log it is, and whom it is shown to while it grows. */
export interface LogWriterTerms extends Pick<LogSegment, "assignment" | "run"> {
  /** Undefined where nobody may see it before the receipt. */
  readonly manager: Did | undefined;
  /** Ends the sending. */
  readonly signal: AbortSignal;
}

/** Who watches a young run waits so long for a line at most; of an old one a hundredth of its age. */
const PAUSE_MS = 1000;
const PAUSES = 100;
const TRY_AGAIN_MS = 1000;
const PATIENCE_MS = 2000;

/** An empty log. The guest does not wait for the manager: what cannot be sent now is sent later, in larger segments. */
export function createLogWriter(parts: LogWriterParts, terms: LogWriterTerms): LogWriter {
  const { clock } = parts;
  const { manager, signal } = terms;
  const buffer = createLogBuffer();
  const begunAt = clock.monotonic();
  const turns = createTurns();
  const sending = createOpenWork(() => undefined); // it fails when the run ends, and `caughtUp` sends the rest
  let seq = 0;
  let isWanted = manager !== undefined;
  let enough: (() => void) | undefined;

  async function sendOne(to: Did, lines: Uint8Array, until: AbortSignal): Promise<void> {
    const { assignment, run } = terms;
    const heard = await parts.network.sendLog(to, { assignment, run, seq, lines }, { signal: until });
    const answer = heard?.answer ?? "unknown";
    if (answer === "unknown") return clock.after(TRY_AGAIN_MS, { signal: until });
    isWanted = answer === "applied" || answer === "duplicate";
    if (!isWanted) return;
    buffer.acknowledged();
    seq += 1;
  }

  async function sendAll(to: Did, until: AbortSignal): Promise<void> {
    for (let lines = buffer.next(); isWanted && lines !== undefined; lines = buffer.next())
      await sendOne(to, lines, until);
  }

  async function keepSending(to: Did): Promise<void> {
    while (isWanted && buffer.waiting > 0) {
      const full = Promise.withResolvers<void>();
      enough = full.resolve;
      const ms = Math.max(PAUSE_MS, Math.ceil((clock.monotonic() - begunAt) / PAUSES));
      await within(clock, { ms, signal }, (until) => orAborted(full.promise, until));
      await turns.take(() => sendAll(to, signal));
    }
    enough = undefined;
  }

  return {
    add({ level, text }) {
      buffer.add({ at: clock.now(), level, text });
      if (manager === undefined || !isWanted) return;
      if (enough === undefined) sending.add(keepSending(manager));
      else if (buffer.waiting >= SEGMENT_BYTES) enough();
    },
    async caughtUp(until) {
      if (manager === undefined) return;
      const patience = { ms: PATIENCE_MS, signal: until };
      await within(clock, patience, (late) => turns.take(() => sendAll(manager, late)));
    },
    bytes: buffer.whole,
  };
}
