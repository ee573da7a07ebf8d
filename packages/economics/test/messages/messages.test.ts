import { gateStepOf, verdictOf } from "@icn-mesh/core";
import { guardReplyCodec, guardRequestCodec } from "@icn-mesh/economics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "./golden.json" with { type: "json" };
import { makeGolden, unhex } from "./golden.ts";
import { sampleReplies, sampleRequests } from "./samples.ts";

const codecs = [
  { what: "a request to a guard", codec: guardRequestCodec, samples: sampleRequests, lines: golden.requests },
  { what: "a guard's reply", codec: guardReplyCodec, samples: sampleReplies, lines: golden.replies },
] as const;

it("messages to and from guards are the golden bytes", () => {
  expect(makeGolden()).toEqual(golden);
});

describe.each(codecs)("$what", ({ codec, samples, lines }) => {
  it("is read from the golden bytes as it was written", () => {
    expect(lines.map((line) => codec.parse(unhex(line)))).toEqual(samples);
  });

  it("of more than 4 MiB is refused before it is read", () => {
    const decoded = codec.decode(new Uint8Array(4 * 1024 * 1024 + 1));
    expect(decoded).toEqual({ ok: false, refusal: { code: "CORE_TOO_LARGE" } });
  });

  it("with any byte changed, cut off or added is another one or refused, and never throws", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (line, at, change) => {
        const bytes = unhex(lines[line % lines.length]!);
        const changed = bytes.map((byte, index) => (index === at % bytes.length ? byte ^ change : byte));
        for (const each of [changed, bytes.subarray(0, at % bytes.length), Uint8Array.of(...bytes, change)]) {
          const decoded = codec.decode(each);
          if (decoded.ok) expect(codec.decode(codec.encode(decoded.value as never))).toEqual(decoded);
        }
      }),
    );
  });

  it("of a kind that this build does not know is left alone", () => {
    const unknown = unhex(lines.at(-1)!);
    const letter = String.fromCharCode(...unknown).indexOf("type") + 6;
    const decoded = codec.decode(unknown.map((byte, index) => (index === letter ? 0x7a : byte)));
    expect(decoded.ok).toBe(false);
    if (decoded.ok) return;
    expect([gateStepOf(decoded.refusal), verdictOf(decoded.refusal)]).toEqual(["shape", "ignore"]);
  });
});
