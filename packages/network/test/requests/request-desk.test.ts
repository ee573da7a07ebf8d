import { createHandClock, sampleDid } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { NETWORK_LIMITS } from "../../src/network-limits.ts";
import { createDeadlines } from "../../src/requests/deadlines.ts";
import { createRequestDesk } from "../../src/requests/request-desk.ts";
import { FRAME_KINDS, frameHead } from "../../src/requests/request-frame.ts";
import type { StreamResult, Transport } from "../../src/transport.ts";
import { createTestStream, tick } from "../byte-streams.ts";

const peer = sampleDid(9);
const protocol = { name: "/icn-mesh/blocks/1", maxBytes: 4 * 1_024 * 1_024 };
const bytes = Uint8Array.of(1);

function desk(open: () => Promise<StreamResult>) {
  const clock = createHandClock();
  let offences = 0;
  const transport = { openStream: open } as Pick<Transport, "openStream"> as Transport;
  const requests = createRequestDesk({
    transport,
    clock,
    deadlines: createDeadlines(clock),
    limits: NETWORK_LIMITS,
    onOffence: () => {
      offences += 1;
    },
  });
  const ask = (timeoutMs = 10_000, signal?: AbortSignal) =>
    requests.request(peer, protocol, { bytes, timeoutMs, ...(signal && { signal }) });
  return { ...requests, ask, clock, offences: () => offences };
}

describe("a request desk", () => {
  it("opens one stream for many requests, and another when that is over", async () => {
    const tests = [createTestStream(), createTestStream()];
    let opened = 0;
    const { ask } = desk(async () => ({ ok: true, stream: tests[opened++]!.stream }));
    const asking = [ask(), ask(), ask()];
    await tick();
    expect(opened).toBe(1);
    tests[0]!.peer.closed(false);
    expect(await Promise.all(asking)).toEqual(
      asking.map(() => ({ ok: false, code: "NETWORK_DISCONNECTED" })),
    );
    void ask();
    await tick();
    expect(opened).toBe(2);
  });

  it("lets requests wait while the peer has as many in hand as it takes", async () => {
    const test = createTestStream();
    const { ask } = desk(async () => ({ ok: true, stream: test.stream }));
    const asking = Array.from({ length: 6 }, () => ask());
    await tick();
    const sent = () => test.written.reduce((sum, part) => sum + part.length / 11, 0);
    expect(sent()).toBe(4);
    test.peer.data(Uint8Array.of(6, ...frameHead(FRAME_KINDS.answer, 2), 5));
    expect(await asking[1]).toEqual({ ok: true, bytes: Uint8Array.of(5) });
    await tick();
    expect(sent()).toBe(5);
  });

  it("says busy when too many wait for a turn", async () => {
    const test = createTestStream();
    const { ask } = desk(async () => ({ ok: true, stream: test.stream }));
    const asking = Array.from({ length: 4 + 1_024 }, () => ask());
    await tick();
    expect(await ask()).toEqual({ ok: false, code: "NETWORK_BUSY" });
    expect(asking).toHaveLength(1_028);
  });

  it("gives a turn back that came after the deadline", async () => {
    const test = createTestStream();
    const { ask, clock } = desk(async () => ({ ok: true, stream: test.stream }));
    const first = Array.from({ length: 4 }, () => ask(10_000));
    await tick();
    const late = ask(100);
    await clock.advance(100);
    expect(await late).toEqual({ ok: false, code: "NETWORK_TIMEOUT" });
    test.peer.data(Uint8Array.of(5, ...frameHead(FRAME_KINDS.answer, 1)));
    await first[0];
    const next = ask();
    await tick();
    test.peer.data(Uint8Array.of(5, ...frameHead(FRAME_KINDS.answer, 5)));
    expect(await next).toEqual({ ok: true, bytes: new Uint8Array(0) });
  });

  it("gives up at its deadline, or its signal, while the stream is being opened", async () => {
    const { ask, clock } = desk(() => new Promise(() => undefined));
    const late = ask(100);
    const leave = new AbortController();
    const left = ask(100, leave.signal).catch((error: unknown) => error);
    await tick();
    leave.abort("left");
    expect(await left).toBe("left");
    await clock.advance(100);
    expect(await late).toEqual({ ok: false, code: "NETWORK_TIMEOUT" });
  });

  it("drops a peer's late answer, and answers that belong to nothing", async () => {
    const test = createTestStream();
    const { ask, clock, offences } = desk(async () => ({ ok: true, stream: test.stream }));
    const late = ask(100);
    await clock.advance(100);
    await late;
    test.peer.data(Uint8Array.of(6, ...frameHead(FRAME_KINDS.answer, 1), 5));
    test.peer.data(Uint8Array.of(5, ...frameHead(FRAME_KINDS.answer, 99)));
    expect([test.calls, offences()]).toEqual([[], 0]);
  });

  it("holds it against a peer when its answer breaks the protocol", async () => {
    const test = createTestStream();
    const { ask, offences } = desk(async () => ({ ok: true, stream: test.stream }));
    const asking = ask();
    await tick();
    test.peer.data(Uint8Array.of(1, 1));
    expect((await asking).ok).toBe(false);
    expect([test.calls, offences()]).toEqual([["abort"], 1]);
  });
});
