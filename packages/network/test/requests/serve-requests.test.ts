import { createHandClock, createRecordingLogger } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { NETWORK_LIMITS, requestsAtOnce } from "../../src/network-limits.ts";
import type { RequestHandler } from "../../src/network-service.ts";
import { createDeadlines } from "../../src/requests/deadlines.ts";
import { createPeerLoad } from "../../src/requests/peer-load.ts";
import { FRAME_KINDS, frameHead, readFrame } from "../../src/requests/request-frame.ts";
import { serveRequests } from "../../src/requests/serve-requests.ts";
import { createTestStream, tick } from "../byte-streams.ts";

const never: RequestHandler = () => new Promise(() => undefined);

function serve(handler: RequestHandler, options: { readonly maxBytes?: number } = {}) {
  const clock = createHandClock();
  const test = createTestStream();
  const outcomes: string[] = [];
  let offences = 0;
  serveRequests({
    stream: test.stream,
    protocol: "/icn-mesh/echo/1",
    maxBytes: options.maxBytes ?? 65_536,
    handler,
    load: createPeerLoad(requestsAtOnce(NETWORK_LIMITS, options.maxBytes ?? 65_536)),
    clock,
    deadlines: createDeadlines(clock),
    limits: NETWORK_LIMITS,
    logger: createRecordingLogger(),
    onOutcome: (outcome) => outcomes.push(outcome),
    onOffence: () => {
      offences += 1;
    },
  });
  const send = (...frame: number[]) => test.peer.data(Uint8Array.of(frame.length, ...frame));
  const ask = (id: number, timeoutMs = 1_000, ...body: number[]) =>
    send(...frameHead(FRAME_KINDS.request, id, timeoutMs), ...body);
  const answers = () =>
    test.written.map((bytes) => {
      const frame = readFrame(bytes.subarray(1));
      return [Object.keys(FRAME_KINDS)[frame?.kind ?? -1], frame?.id];
    });
  return Object.assign(test, { clock, outcomes, send, ask, answers, offences: () => offences });
}

describe("serving requests", () => {
  it("says busy to more at once than the protocol allows, and goes on", async () => {
    const { ask, outcomes } = serve(never, { maxBytes: 4 * 1_024 * 1_024 });
    for (let id = 1; id <= 6; id++) ask(id);
    await tick();
    expect(outcomes).toEqual(["busy", "busy"]);
  });

  it("counts a handler until it ends, however often its request was cancelled and asked again", async () => {
    const { ask, send, outcomes } = serve(never, { maxBytes: 4 * 1_024 * 1_024 });
    for (let id = 1; id <= 6; id++) {
      ask(id);
      send(...frameHead(FRAME_KINDS.cancel, id));
    }
    await tick();
    expect(outcomes).toEqual(["busy", "busy"]);
  });

  it("stops work that was cancelled or is too late, and says nothing of it", async () => {
    const aborted: number[] = [];
    const { ask, send, clock, outcomes, written } = serve(
      ({ signal, bytes }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            aborted.push(bytes[0] ?? 0);
            resolve(bytes);
          });
        }),
    );
    ask(1, 1_000, 1);
    ask(2, 5_000, 2);
    send(...frameHead(FRAME_KINDS.cancel, 2));
    await tick();
    expect(aborted).toEqual([2]);
    await clock.advance(1_000);
    expect([aborted, outcomes, written]).toEqual([[2, 1], ["gone", "gone"], []]);
  });

  it("ignores kinds of frames that a newer peer may send", async () => {
    const { ask, send, answers, offences } = serve(({ bytes }) => bytes);
    send(200, 0, 0, 0, 1, 1, 2, 3);
    ask(1);
    await tick();
    expect([answers(), offences()]).toEqual([[["answer", 1]], 0]);
  });

  it("holds it against a peer when it breaks the protocol, and lets the stream go", () => {
    for (const bytes of [
      [1, 0], // too short for a frame
      [0x80, 0x80, 0x80, 0x80, 0x80], // a length without an end
      [0xff, 0xff, 0x7f], // 2 MiB
    ]) {
      const { peer, calls, offences } = serve(never);
      peer.data(Uint8Array.from(bytes));
      expect([calls, offences()]).toEqual([["abort"], 1]);
      peer.data(Uint8Array.of(1, 0));
      expect(offences()).toBe(1);
    }
  });

  it("holds it against a peer when it uses the number of a request that is open", () => {
    const { ask, calls, offences } = serve(never);
    ask(7);
    ask(7);
    expect([calls, offences()]).toEqual([["abort"], 1]);
  });

  it("reads nothing more from a peer that does not read its answers", async () => {
    const test = serve(() => new Uint8Array(65_536));
    test.hasRoom = false;
    for (let id = 1; id <= 6; id++) {
      test.ask(id);
      await tick();
    }
    expect(test.calls).toContain("pause");
    test.makeRoom();
    await tick();
    expect(test.calls.at(-1)).toBe("resume");
  });

  it("stops all work when the peer is gone", async () => {
    const { ask, peer, outcomes } = serve(
      ({ signal, bytes }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve(bytes));
        }),
    );
    ask(1);
    ask(2);
    await tick();
    peer.closed(false);
    await tick();
    expect(outcomes).toEqual(["gone", "gone"]);
  });
});
