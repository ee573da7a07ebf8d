import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteBuffer } from "../../src/guest/byte-buffer.ts";
import { createGuestMemory } from "../../src/guest/guest-memory.ts";
import { createGuestOutputs } from "../../src/guest/guest-outputs.ts";
import { createGuestRandom } from "../../src/guest/guest-random.ts";
import { createGuestReports } from "../../src/guest/guest-reports.ts";
import { SAMPLE_LIMITS } from "../../src/testing/runner-contract/sample-work.ts";
import { createRecordingPort, sampleTask } from "./sample-context.ts";

type Change = { readonly at: number; readonly bytes: Uint8Array } | { readonly size: number };

/** What a plain array holds after a change. */
function changed(model: readonly number[], change: Change): number[] {
  const size = "size" in change ? change.size : Math.max(model.length, change.at + change.bytes.length);
  const next = Array.from({ length: size }, (_, at) => model[at] ?? 0);
  if ("bytes" in change) next.splice(change.at, change.bytes.length, ...change.bytes);
  return next;
}

describe("a buffer of bytes", () => {
  it("holds what a plain array would", () => {
    const write = fc.record({ at: fc.nat(300), bytes: fc.uint8Array({ maxLength: 100 }) });
    const changes = fc.array(fc.oneof(write, fc.record({ size: fc.nat(300) })), { maxLength: 20 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), changes, (initial, list) => {
        const buffer = createByteBuffer(initial);
        for (const change of list) {
          if ("size" in change) buffer.resize(change.size);
          else buffer.write(change.at, change.bytes);
        }
        expect([...buffer.bytes()]).toEqual(list.reduce(changed, [...initial]));
      }),
    );
  });
});

describe("the memory of a guest", () => {
  const memory = createGuestMemory(() => new ArrayBuffer(65_536));

  it.each([
    [65_536, 1],
    [65_535, 2],
    [-1, 1],
    [0, 65_537],
    [0, -1],
    [2 ** 31, 2 ** 31],
    [0xffff_fff0, 0x20],
  ])("ends the run for the pointer %i with the length %i", (pointer, length) => {
    for (const reach of [memory.view, memory.read]) {
      expect(() => reach(pointer, length)).toThrow(
        expect.objectContaining({ code: "SANDBOX_GUEST_STOPPED" }),
      );
    }
    expect(() => memory.text(pointer, length, 10)).toThrow(
      expect.objectContaining({ code: "SANDBOX_GUEST_STOPPED" }),
    );
    expect(() => memory.write(pointer, length, new Uint8Array())).toThrow(
      expect.objectContaining({ code: "SANDBOX_GUEST_STOPPED" }),
    );
  });

  it("is not there for a guest that has none, but for nothing of it", () => {
    const none = createGuestMemory(() => undefined);
    expect(() => none.view(0, 0)).toThrow(expect.objectContaining({ code: "SANDBOX_GUEST_STOPPED" }));
  });

  it("reads texts of at most so many units, well-formed whatever the bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(60), (bytes, max) => {
        const buffer = new ArrayBuffer(256);
        new Uint8Array(buffer).set(bytes);
        const text = createGuestMemory(() => buffer).text(0, bytes.length, max);
        expect(text.length).toBeLessThanOrEqual(max);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("the random numbers of a guest", () => {
  it("depend on the job, and on nothing else", () => {
    const draw = (seed: string) => {
      const bytes = new Uint8Array(40);
      createGuestRandom(seed).fill(bytes);
      return Buffer.from(bytes).toString("hex");
    };
    expect(draw("a job")).not.toBe(draw("another job"));
    expect(draw("a job").slice(0, 32)).toBe("396db5f3d03c30b57deec82c64a6f1f5");
  });

  it("go on where they were, however they are cut into calls of whole words", () => {
    const whole = new Uint8Array(64);
    createGuestRandom("a job").fill(whole);
    const first = createGuestRandom("a job");
    first.fill(new Uint8Array(24));
    const rest = new Uint8Array(40);
    createGuestRandom("a job", first.position()).fill(rest);
    expect(rest).toEqual(whole.slice(24));
  });
});

describe("the outputs of a guest", () => {
  it("take names that are file names everywhere", () => {
    const outputs = createGuestOutputs(sampleTask());
    for (const name of ["a", "result.txt", "0", "A-b_c.9", "x".repeat(64)])
      expect(outputs.open(name)).toBeDefined();
    for (const name of ["", ".", "..", ".hidden", "a/b", "a\\b", "a b", "ä", "x".repeat(65), "a\0", "-a"]) {
      expect(outputs.open(name)).toBeUndefined();
    }
  });

  it("are no more than the limit, in number and in bytes", () => {
    const outputs = createGuestOutputs(
      sampleTask({ limits: { ...SAMPLE_LIMITS, outputs: 2, outputBytes: 10 } }),
    );
    outputs.open("a");
    outputs.open("b");
    expect(outputs.open("a")).toBeDefined();
    expect(() => outputs.open("c")).toThrow(/more than 2 outputs/);
    outputs.spend(10);
    expect(() => outputs.spend(1)).toThrow(/more than 10 bytes/);
  });
});

describe("the reports of a guest", () => {
  it("tell progress at most so often, and the newest in the end", () => {
    const port = createRecordingPort();
    const reports = createGuestReports(port, { ...SAMPLE_LIMITS, progressPerSecond: 2 });
    for (let percent = 0; percent <= 1000; percent++) {
      port.time = percent;
      reports.setProgress({ stage: "s", percent, message: "" });
    }
    reports.flush();
    const told = port.events.map((event) => event.type === "progress" && event.percent);
    expect(told).toEqual([0, 500, 1000]);
  });

  it("flush nothing that was told already", () => {
    const port = createRecordingPort();
    const reports = createGuestReports(port, SAMPLE_LIMITS);
    reports.setProgress({ stage: "s", percent: 1, message: "" });
    reports.flush();
    expect(port.events).toHaveLength(1);
  });
});
