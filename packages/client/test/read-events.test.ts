import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvents } from "../src/call/read-events.ts";

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function eventsIn(text: string, size = 7) {
  const events = [];
  for await (const event of readEvents(inPieces(text, size))) events.push(event);
  return events;
}

describe("a stream of events", () => {
  it("has an id, a name and data, and comments that count for nothing", async () => {
    const text = ": alive\n\nid: 7\nevent: entry\ndata: {}\n\ndata: one\ndata: two\r\n\r\n";
    expect(await eventsIn(text)).toEqual([
      { id: "7", event: "entry", data: "{}" },
      { id: undefined, event: "message", data: "one\ntwo" },
    ]);
  });

  it("leaves out an event that is cut off", async () => {
    expect(await eventsIn("data: whole\n\ndata: cut\n")).toHaveLength(1);
  });

  it("reads the same in whatever pieces it comes", async () => {
    const text = "id: 1\ndata: Grüße, 世界\n\nid: 2\ndata: 𝄞\n\n";
    const whole = await eventsIn(text, 1000);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        expect(await eventsIn(text, size)).toEqual(whole);
      }),
    );
  });

  it("ends at a line that is longer than any event", async () => {
    const events = await eventsIn(`data: ${"x".repeat(2_200_000)}\n\ndata: next\n\n`, 65_536);
    expect(events.length).toBe(0);
  });
});
