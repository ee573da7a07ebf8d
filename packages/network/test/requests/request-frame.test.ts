import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAME_KINDS, frameHead, readFrame } from "../../src/requests/request-frame.ts";

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("a frame of a request protocol", () => {
  it("reads back as it was written", () => {
    const kinds = fc.constantFrom(...Object.values(FRAME_KINDS));
    fc.assert(
      fc.property(kinds, fc.tuple(uint32, uint32), fc.uint8Array(), (kind, [id, time], body) => {
        const bytes = Uint8Array.of(...frameHead(kind, id, time), ...body);
        const timeoutMs = kind === FRAME_KINDS.request ? time : 0;
        expect(readFrame(bytes)).toEqual({ kind, id, timeoutMs, body });
      }),
    );
  });

  it("is the same on the wire as it was in version 1", () => {
    expect([...frameHead(FRAME_KINDS.request, 258, 10_000)]).toEqual([0, 0, 0, 1, 2, 0, 0, 39, 16]);
    expect([...frameHead(FRAME_KINDS.cancel, 2 ** 32 - 1)]).toEqual([6, 255, 255, 255, 255]);
  });

  it("is none when it is too short", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), (bytes) => {
        expect(readFrame(bytes)).toBeUndefined();
      }),
    );
    expect(readFrame(new Uint8Array(8))).toBeUndefined();
  });
});
