import { createHandClock } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import type { LinkListeners } from "../../src/node/guest-link.ts";
import { packFromGuest } from "../../src/node/guest-wire.ts";
import { SAMPLE_LIMITS, sampleWork } from "../../src/testing/runner-contract/sample-work.ts";
import { beReady, scriptedRunner, succeed } from "./scripted-place.ts";

const WORK = sampleWork("wasm", new Uint8Array([0]));
const USAGE = { fuel: 1, peakMemoryBytes: 0, outputBytes: 0 };
const LIMITS = { ...SAMPLE_LIMITS, outputBytes: 1000, logBytes: 1000, checkpointBytes: 1000 };

const LIES: Readonly<Record<string, (listeners: LinkListeners) => void>> = {
  "bytes that are no message": ({ onFrame }) => onFrame(new Uint8Array(40)),
  "a message with a field too many": ({ onFrame }) => {
    const frame = packFromGuest({ type: "began", hasSteps: true });
    frame[frame.length - 1] = 0xff;
    onFrame(frame);
  },
  "more output than its limit": ({ onFrame }) =>
    onFrame(packFromGuest({ type: "ok", names: [], usage: USAGE }, [new Uint8Array(1001)])),
  "more outputs than their limit": ({ onFrame }) =>
    onFrame(
      packFromGuest({ type: "ok", names: Array.from({ length: 65 }, (_, n) => `o${n}`), usage: USAGE }),
    ),
  "a second beginning": ({ onFrame }) => {
    for (let time = 0; time < 2; time++) onFrame(packFromGuest({ type: "began", hasSteps: true }));
  },
  "a question that is none": ({ onFrame }) =>
    onFrame(packFromGuest({ type: "ask", question: "spend-mana", account: "x", amount: "much" })),
  "a checkpoint whose blocks it never sent": ({ onFrame }) =>
    onFrame(
      packFromGuest({ type: "checkpoint", checkpointId: "c", stage: "", step: 1, percent: 0 }, [
        new Uint8Array([0xa0]),
      ]),
    ),
  "more blocks than its limit": ({ onFrame }) => {
    for (let time = 0; time < 3; time++) onFrame(packFromGuest({ type: "blocks" }, [new Uint8Array(40_000)]));
  },
  "more pieces of output than its limit": ({ onFrame }) => {
    for (let time = 0; time < 2; time++) {
      onFrame(packFromGuest({ type: "partial", outputId: "p", stage: "" }, [new Uint8Array(501)]));
    }
  },
  "progress without end, without waiting to be heard": ({ onFrame }) => {
    for (let time = 0; time < 100; time++) {
      onFrame(packFromGuest({ type: "progress", stage: "", percent: 1, message: "" }));
    }
  },
  "that it is ready, again": ({ onFrame }) => onFrame(packFromGuest({ type: "ready" })),
  "a pulse that races": ({ onFrame }) => {
    for (let time = 0; time < 100; time++) onFrame(packFromGuest({ type: "pulse", residentBytes: 1 }));
  },
  "that it broke": ({ onFrame }) => onFrame(packFromGuest({ type: "broken", message: "TypeError" })),
  "that it takes all memory of the machine": ({ onFrame }) =>
    onFrame(packFromGuest({ type: "pulse", residentBytes: 2 ** 40 })),
};

describe("a process that is not what we started", () => {
  for (const [lie, tell] of Object.entries(LIES)) {
    it(`is ended and replaced when it sends ${lie}`, async () => {
      let runs = 0;
      const { runner, starts } = scriptedRunner((message, listeners) => {
        if (message.type !== "run") return;
        if (++runs === 1) tell(listeners);
        else succeed(listeners);
      });
      const { outcome } = await runner.run(WORK, { limits: LIMITS });
      expect(outcome).toMatchObject({ type: "failed", class: "crashed" });
      expect(starts()).toBe(2);
      expect((await runner.run(WORK, { limits: LIMITS })).outcome.type).toBe("ok");
    });
  }

  it.each([
    ["a word", packFromGuest({ type: "began", hasSteps: true })],
    ["bytes that are no message", new Uint8Array(40)],
  ])("is ended and replaced when it sends %s while nothing runs", async (_what, frame) => {
    let speak = (): void => undefined;
    const { runner, starts } = scriptedRunner(
      (message, listeners) => void (message.type === "run" && succeed(listeners)),
      {
        begin(listeners) {
          speak = () => listeners.onFrame(frame);
          beReady(listeners);
        },
      },
    );
    expect((await runner.run(WORK, { limits: LIMITS })).outcome.type).toBe("ok");
    speak();
    expect(starts()).toBe(2);
    expect((await runner.run(WORK, { limits: LIMITS })).outcome.type).toBe("ok");
  });

  it("cannot make a run use more fuel than it had", async () => {
    const { runner } = scriptedRunner((message, { onFrame }) => {
      if (message.type !== "run") return;
      const usage = { fuel: Number.MAX_SAFE_INTEGER, peakMemoryBytes: 0, outputBytes: 0 };
      onFrame(packFromGuest({ type: "ok", names: [], usage }, [new Uint8Array()]));
    });
    expect((await runner.run(WORK, { limits: LIMITS })).usage.fuel).toBe(LIMITS.fuel);
  });

  it("is ended when it has been silent for too long", async () => {
    const clock = createHandClock();
    const { runner, starts } = scriptedRunner(() => undefined, { clock, hasPulse: true });
    const run = runner.run(WORK, { limits: { ...LIMITS, wallMs: 1_000_000 } });
    await clock.advance(10_000);
    expect((await run).outcome).toMatchObject({
      class: "crashed",
      message: expect.stringContaining("nothing"),
    });
    expect(starts()).toBe(2);
  });

  it("is not ended while its pulse goes on", async () => {
    const clock = createHandClock();
    let pulse = (): void => undefined;
    const { runner } = scriptedRunner(
      (message, listeners) => {
        if (message.type !== "run") return;
        pulse = () => listeners.onFrame(packFromGuest({ type: "pulse", residentBytes: 1 }));
      },
      { clock, hasPulse: true },
    );
    const run = runner.run(WORK, { limits: { ...LIMITS, wallMs: 60_000 } });
    for (let second = 0; second < 59; second++) {
      await clock.advance(1_000);
      pulse();
    }
    await clock.advance(2_000);
    expect((await run).outcome).toMatchObject({ class: "timeout" });
  });
});

/** Lets others run until so many runs have begun. */
async function hasBegun(begun: readonly unknown[], count: number): Promise<void> {
  while (begun.length < count) await Promise.resolve();
}

describe("a pool", () => {
  it("replaces a place that has had its runs", async () => {
    const { runner, starts } = scriptedRunner(
      (message, listeners) => void (message.type === "run" && succeed(listeners)),
      { runsPerPlace: 2 },
    );
    for (let run = 0; run < 4; run++) await runner.run(WORK, { limits: LIMITS });
    expect(starts()).toBe(3);
  });

  it("goes on with a place that has had its runs while the next one starts, for as many again", async () => {
    let begun = 0;
    const places: number[] = [];
    const { runner, starts } = scriptedRunner(
      (message, listeners) => {
        if (message.type !== "run") return;
        places.push(starts());
        succeed(listeners);
      },
      {
        runsPerPlace: 2,
        // The second place needs until the first one is gone for good.
        begin: (listeners) => void (++begun !== 2 && beReady(listeners)),
      },
    );
    for (let run = 0; run < 4; run++) await runner.run(WORK, { limits: LIMITS });
    expect(places).toEqual([1, 1, 2, 2]);
    const waits = runner.run(WORK, { limits: { ...LIMITS, wallMs: 1000 } });
    await runner.close();
    await expect(waits).rejects.toMatchObject({ code: "SANDBOX_CLOSED" });
  });

  it("crashes the run of a place that dies, and goes on with another", async () => {
    const { runner, starts } = scriptedRunner((message, { onEnd }) => {
      if (message.type === "run") onEnd("signal SIGSEGV");
    });
    const { outcome } = await runner.run(WORK, { limits: LIMITS });
    expect(outcome).toEqual({ type: "failed", class: "crashed", message: "signal SIGSEGV" });
    expect(starts()).toBe(2);
  });

  it("lets runs wait in turn, but not too many", async () => {
    const waiting: LinkListeners[] = [];
    const { runner } = scriptedRunner(
      (message, listeners) => void (message.type === "run" && waiting.push(listeners)),
      { maxWaiting: 1 },
    );
    const first = runner.run(WORK, { limits: LIMITS });
    await hasBegun(waiting, 1);
    const second = runner.run(WORK, { limits: LIMITS });
    await expect(runner.run(WORK, { limits: LIMITS })).rejects.toMatchObject({ code: "SANDBOX_BUSY" });
    succeed(waiting[0]!);
    await first;
    await hasBegun(waiting, 2);
    succeed(waiting[1]!);
    expect((await second).outcome.type).toBe("ok");
  });

  it("ends a run that is cancelled while it waits for a place", async () => {
    const { runner } = scriptedRunner(() => undefined, { begin: () => undefined });
    const cancel = new AbortController();
    const run = runner.run(WORK, { limits: LIMITS, signal: cancel.signal });
    cancel.abort();
    expect((await run).outcome).toMatchObject({ class: "cancelled" });
  });

  it("gives up on places that never come to be ready, and tries again when it is asked again", async () => {
    const { runner, starts } = scriptedRunner(() => undefined, {
      begin: ({ onEnd }) => onEnd("no such program"),
    });
    await expect(runner.run(WORK, { limits: LIMITS })).rejects.toMatchObject({ code: "SANDBOX_NO_START" });
    expect(starts()).toBe(5);
    await expect(runner.run(WORK, { limits: LIMITS })).rejects.toMatchObject({ code: "SANDBOX_NO_START" });
    expect(starts()).toBe(10);
  });

  it("tells whoever waits that it was closed", async () => {
    const { runner } = scriptedRunner(() => undefined);
    const running = runner.run(WORK, { limits: LIMITS });
    const waiting = runner.run(WORK, { limits: LIMITS });
    const ends = [running, waiting].map((run) => run.catch((error: unknown) => error));
    await Promise.resolve();
    await runner.close();
    for (const end of await Promise.all(ends)) expect(end).toMatchObject({ code: "SANDBOX_CLOSED" });
    await expect(runner.run(WORK, { limits: LIMITS })).rejects.toMatchObject({ code: "SANDBOX_CLOSED" });
  });
});
