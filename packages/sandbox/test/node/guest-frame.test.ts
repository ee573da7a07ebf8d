import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFrameReader, packFrame, tagOf, unpackFrame } from "../../src/node/guest-frame.ts";

const bytes = fc.uint8Array({ maxLength: 40 });
const frames = fc.record({ tag: fc.nat(255), meta: bytes, attachments: fc.array(bytes, { maxLength: 4 }) });

describe("a frame", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(unpackFrame(packFrame(frame))).toEqual(frame);
        expect(tagOf(packFrame(frame))).toBe(frame.tag);
      }),
    );
  });

  it("is none where its numbers do not add up, and never more than its bytes", () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, at, change) => {
        const packed = packFrame(frame);
        const index = at % packed.length;
        packed[index] = (packed[index] ?? 0) ^ change;
        const read = unpackFrame(packed);
        const size = read?.attachments.reduce((sum, { length }) => sum + length, read.meta.length) ?? 0;
        expect(size).toBeLessThanOrEqual(packed.length);
      }),
      { numRuns: 1000 },
    );
  });

  it("is none where it is any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (any) => {
        const read = unpackFrame(any);
        if (read !== undefined) expect(packFrame(read)).toEqual(any);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a reader of frames", () => {
  it("finds the same frames, however the stream is cut", () => {
    fc.assert(
      fc.property(fc.array(frames, { maxLength: 5 }), fc.array(fc.nat(60)), (sent, cuts) => {
        const stream = Buffer.concat(sent.map(packFrame));
        const read: unknown[] = [];
        const reader = createFrameReader(
          () => 1000,
          (frame) => read.push(unpackFrame(frame)),
        );
        let at = 0;
        for (const cut of [...cuts, stream.length]) {
          expect(reader.push(stream.subarray(at, at + cut))).toBe(true);
          at += cut;
        }
        expect(read).toEqual(sent);
      }),
    );
  });

  it("stops at a frame that is announced larger than allowed, before its bytes come", () => {
    const read: unknown[] = [];
    const reader = createFrameReader(
      () => 100,
      (frame) => read.push(frame),
    );
    const large = packFrame({ tag: 0, meta: new Uint8Array(200), attachments: [] });
    expect(reader.push(packFrame({ tag: 0, meta: new Uint8Array(9), attachments: [] }))).toBe(true);
    expect(reader.push(large.subarray(0, 4))).toBe(false);
    expect(read).toHaveLength(1);
  });
});
