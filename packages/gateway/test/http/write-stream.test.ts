import { createHandClock } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { withPulse } from "../../src/http/with-pulse.ts";
import { type StreamSink, writeStream } from "../../src/http/write-stream.ts";

/** A reader that takes so many pieces and then stalls until it is told to go on. */
function aSink(room: number) {
  const listeners = new Map<string, () => void>();
  const written: (Uint8Array | string)[] = [];
  const sink: StreamSink & { destroyed: boolean; ended: boolean } = {
    destroyed: false,
    ended: false,
    write(chunk) {
      written.push(chunk);
      return written.length < room;
    },
    end() {
      sink.ended = true;
    },
    destroy() {
      sink.destroyed = true;
    },
    once: (event, listener) => listeners.set(event, listener),
    off: (event) => listeners.delete(event),
  };
  return { sink, written, tell: (event: string) => listeners.get(event)?.() };
}

async function* pieces(count: number): AsyncGenerator<string> {
  for (let piece = 0; piece < count; piece++) yield String(piece);
}

const NEVER = new AbortController().signal;

describe("a stream on its way out", () => {
  it("is written as fast as its reader takes it", async () => {
    const clock = createHandClock();
    const { sink, written, tell } = aSink(2);
    const writing = writeStream(sink, pieces(3), { clock, stallMs: 1000, signal: NEVER });
    await clock.advance(999);
    expect(written).toHaveLength(2);
    tell("drain");
    await clock.advance(0);
    tell("drain");
    expect(await writing).toBe(true);
    expect([sink.ended, sink.destroyed, written.length]).toEqual([true, false, 3]);
  });

  it("is dropped when its reader takes nothing for too long, and nothing piles up", async () => {
    const clock = createHandClock();
    const { sink, written } = aSink(1);
    const writing = writeStream(sink, pieces(1_000_000), { clock, stallMs: 1000, signal: NEVER });
    await clock.advance(1000);
    expect(await writing).toBe(false);
    expect([sink.destroyed, written.length]).toEqual([true, 1]);
  });

  it("ends when its reader goes away, or the gateway stops", async () => {
    const clock = createHandClock();
    const gone = aSink(1);
    const writing = writeStream(gone.sink, pieces(9), { clock, stallMs: 1000, signal: NEVER });
    await clock.advance(0);
    gone.tell("close");
    expect(await writing).toBe(false);
    const stopping = new AbortController();
    const stopped = aSink(1);
    const stuck = writeStream(stopped.sink, pieces(9), { clock, stallMs: 1000, signal: stopping.signal });
    await clock.advance(0);
    stopping.abort();
    expect(await stuck).toBe(false);
  });

  it("is cut off, and not ended, when what is sent fails", async () => {
    async function* failing(): AsyncGenerator<string> {
      yield "a piece";
      throw new RangeError("no more");
    }
    const { sink } = aSink(10);
    const writing = writeStream(sink, failing(), { clock: createHandClock(), stallMs: 1000, signal: NEVER });
    await expect(writing).rejects.toThrow("no more");
    expect([sink.ended, sink.destroyed]).toEqual([false, true]);
  });
});

describe("a stream that is silent", () => {
  it("has a pulse", async () => {
    const clock = createHandClock();
    const { promise: silence, resolve: speak } = Promise.withResolvers<string>();
    async function* slow(): AsyncGenerator<string> {
      yield "first";
      yield await silence;
    }
    const stream = withPulse(slow(), { clock, everyMs: 1000 });
    expect((await stream.next()).value).toBe("first");
    const pulse = stream.next();
    await clock.advance(1000);
    expect((await pulse).value).toBeNull();
    const next = stream.next();
    speak("second");
    expect((await next).value).toBe("second");
    expect((await stream.next()).done).toBe(true);
  });
});
