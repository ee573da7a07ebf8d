import type { Clock } from "@icn-mesh/core";

/** The part of a response that a stream is written to. */
export interface StreamSink {
  readonly destroyed: boolean;
  write(chunk: Uint8Array | string): boolean;
  end(): unknown;
  destroy(): unknown;
  once(event: "close" | "drain", listener: () => void): unknown;
  off(event: "close" | "drain", listener: () => void): unknown;
}

/** How long a reader may take nothing. */
export interface StreamPatience {
  readonly clock: Clock;
  readonly stallMs: number;
  readonly signal: AbortSignal;
}

/**
 * Writes what comes, as fast as the reader takes it. A reader that takes nothing for too long is dropped; so is one of a
 * stream that fails, which it must not take for a short one. False where the stream did not come to its end.
 */
export async function writeStream(
  sink: StreamSink,
  source: AsyncIterable<Uint8Array | string>,
  patience: StreamPatience,
): Promise<boolean> {
  try {
    for await (const chunk of source) {
      if (sink.destroyed || patience.signal.aborted) return drop(sink);
      if (sink.write(chunk)) continue;
      if (!(await drained(sink, patience))) return drop(sink);
    }
    sink.end();
    return true;
  } catch (error) {
    drop(sink);
    throw error;
  }
}

function drop(sink: StreamSink): false {
  sink.destroy();
  return false;
}

/** False where the reader has gone, or stalls. */
async function drained(sink: StreamSink, { clock, stallMs, signal }: StreamPatience): Promise<boolean> {
  const waiting = new AbortController();
  let isDrained = false;
  const wake = (): void => {
    isDrained = true;
    waiting.abort();
  };
  const leave = (): void => waiting.abort();
  sink.once("drain", wake);
  sink.once("close", leave);
  signal.addEventListener("abort", leave);
  await clock.after(stallMs, { signal: waiting.signal }).catch(() => undefined); // woken, by whichever came first
  sink.off("drain", wake);
  sink.off("close", leave);
  signal.removeEventListener("abort", leave);
  return isDrained && !sink.destroyed;
}
