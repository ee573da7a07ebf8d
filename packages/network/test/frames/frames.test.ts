import { createHandClock } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFrameReader } from "../../src/frames/frame-reader.ts";
import { createFrameWriter } from "../../src/frames/frame-writer.ts";
import { createTestStream, tick } from "../byte-streams.ts";

const limits = { streamBytes: 1_000, stallMs: 10_000 };
const onOffence = () => undefined;
const NOTHING = new Uint8Array(0);

async function written(frames: readonly Uint8Array[]): Promise<Uint8Array> {
  const { stream, written: parts } = createTestStream();
  const writer = createFrameWriter({ stream, clock: createHandClock(), limits, onOffence });
  for (const frame of frames) writer.push(frame.subarray(0, 2), frame.subarray(2));
  await tick();
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

describe("frames", () => {
  it("come back whole, however the bytes are cut", async () => {
    const frames = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(frames, fc.infiniteStream(fc.integer({ min: 1, max: 200 })), async (sent, sizes) => {
        const bytes = await written(sent);
        const got: Uint8Array[] = [];
        const reader = createFrameReader({ maxBytes: 400, onFrame: (frame) => got.push(frame) });
        for (let at = 0; at < bytes.length; ) {
          const size = sizes.next().value ?? 1;
          expect(reader.push(bytes.subarray(at, at + size))).toBe(true);
          at += size;
        }
        expect(got.map((frame) => [...frame])).toEqual(sent.map((frame) => [...frame]));
        expect(reader.isWithin).toBe(false);
      }),
    );
  });

  it("are refused as soon as they say that they are longer than allowed", () => {
    const reader = createFrameReader({ maxBytes: 300, onFrame: () => undefined });
    expect(reader.push(Uint8Array.of(0xac, 0x02))).toBe(true); // 300
    expect(
      createFrameReader({ maxBytes: 299, onFrame: () => undefined }).push(Uint8Array.of(0xac, 0x02)),
    ).toBe(false);
  });

  it("are refused when their length does not end", () => {
    const reader = createFrameReader({ maxBytes: 2 ** 40, onFrame: () => undefined });
    expect(reader.push(new Uint8Array(5).fill(0x80))).toBe(false);
  });

  it("are never read past any bytes a stranger sends without saying so", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        let total = 0;
        const reader = createFrameReader({
          maxBytes: 100,
          onFrame(frame) {
            expect(frame.length).toBeLessThanOrEqual(100);
            total += frame.length;
          },
        });
        reader.push(bytes);
        expect(total).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

describe("a writer of frames", () => {
  it("sends what one tick brings in one piece, and copies it", async () => {
    const { stream, written: parts } = createTestStream();
    const writer = createFrameWriter({ stream, clock: createHandClock(), limits, onOffence });
    const body = Uint8Array.of(1, 2, 3);
    writer.push(NOTHING, body);
    body.fill(9);
    writer.push(Uint8Array.of(7), Uint8Array.of(8));
    await tick();
    expect(parts).toEqual([Uint8Array.of(3, 1, 2, 3, 2, 7, 8)]);
  });

  it("keeps what comes while the stream is full for the next piece, and says when it is too much", async () => {
    const test = createTestStream();
    const writer = createFrameWriter({ stream: test.stream, clock: createHandClock(), limits, onOffence });
    test.hasRoom = false;
    writer.push(NOTHING, Uint8Array.of(1));
    await tick();
    for (let times = 0; times < 3; times++) writer.push(NOTHING, new Uint8Array(400));
    const room = writer.room();
    expect([test.written.length, writer.waiting, room === undefined]).toEqual([1, 1_206, false]);
    test.makeRoom();
    await room;
    expect([test.written.length, writer.waiting, writer.room()]).toEqual([2, 0, undefined]);
  });

  it("ends the stream after what was pushed before", async () => {
    const test = createTestStream();
    const writer = createFrameWriter({ stream: test.stream, clock: createHandClock(), limits, onOffence });
    writer.push(NOTHING, Uint8Array.of(1));
    writer.end();
    expect([test.written.length, test.calls]).toEqual([0, []]);
    await tick();
    expect([test.written.length, test.calls]).toEqual([1, ["end"]]);
  });

  it("gives up a peer that takes nothing, and tells of it", async () => {
    const clock = createHandClock();
    const test = createTestStream();
    const offences: string[] = [];
    const writer = createFrameWriter({
      stream: test.stream,
      clock,
      limits,
      onOffence: (offence) => offences.push(offence),
    });
    test.hasRoom = false;
    writer.push(NOTHING, Uint8Array.of(1));
    await clock.advance(9_999);
    expect([test.calls, offences]).toEqual([[], []]);
    await clock.advance(1);
    expect([test.calls, offences]).toEqual([["abort"], ["unreadStream"]]);
  });

  it("has patience with a slow peer as long as it takes piece after piece of a long message", async () => {
    const clock = createHandClock();
    const test = createTestStream();
    const writer = createFrameWriter({ stream: test.stream, clock, limits, onOffence });
    test.hasRoom = false;
    writer.push(NOTHING, new Uint8Array(4 * 65_536));
    for (let piece = 1; piece <= 5; piece++) {
      await clock.advance(9_000);
      expect([test.written.length, test.calls]).toEqual([piece, []]);
      test.makeRoom();
      test.hasRoom = false;
    }
  });
});
