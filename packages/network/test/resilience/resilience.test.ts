import { createHandClock, createSeededRng, sampleDid } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import type { PeerFailure, RequestResult } from "../../src/network-results.ts";
import { createCircuitBreaker } from "../../src/resilience/circuit-breaker.ts";
import { createResilientRequests } from "../../src/resilience/resilient-requests.ts";
import { tick } from "../byte-streams.ts";

const [peer, other] = [sampleDid(1), sampleDid(2)];
const protocol = { name: "/icn-mesh/mana/1" };
const good: RequestResult = { ok: true, bytes: Uint8Array.of(1) };
const bad = (code: PeerFailure): RequestResult => ({ ok: false, code });

function resilient(results: readonly RequestResult[], attempts = 3) {
  const clock = createHandClock();
  const left = [...results];
  let asked = 0;
  const network = {
    async request() {
      asked += 1;
      return left.shift() ?? good;
    },
  };
  const options = { attempts };
  const requests = createResilientRequests({ network, clock, rng: createSeededRng("retry") }, options);
  const ask = async (to = peer) => {
    const asking = requests.request(to, protocol, Uint8Array.of(1));
    await clock.advance(4_000);
    return asking;
  };
  return { ask, clock, asked: () => asked };
}

describe("requests that are retried", () => {
  it("AC-137 succeed at the third attempt after two failures that may pass", async () => {
    const { ask, asked } = resilient([bad("NETWORK_TIMEOUT"), bad("NETWORK_UNREACHABLE"), good]);
    expect([await ask(), asked()]).toEqual([good, 3]);
  });

  it("AC-137 are not repeated after a failure that is an answer", async () => {
    for (const code of ["NETWORK_REFUSED", "NETWORK_UNSUPPORTED", "NETWORK_GATED"] as const) {
      const { ask, asked } = resilient([bad(code)]);
      expect([await ask(), asked()]).toEqual([bad(code), 1]);
    }
  });

  it("pause longer and longer between attempts", async () => {
    const { ask, asked, clock } = resilient(
      Array.from({ length: 3 }, () => bad("NETWORK_BUSY")),
      2,
    );
    const before = clock.monotonic();
    await ask();
    expect([asked(), clock.monotonic() - before]).toEqual([2, 4_000]);
  });

  it("AC-138 leave a peer alone for five seconds after three failures in a row, and no other peer", async () => {
    const failures = Array.from({ length: 3 }, () => bad("NETWORK_TIMEOUT"));
    const { ask, asked, clock } = resilient(failures, 1);
    for (const _ of failures) await ask();
    expect(asked()).toBe(3);
    const open = { ok: false, code: "NETWORK_CIRCUIT_OPEN" };
    expect([await ask(), asked()]).toEqual([open, 3]);
    expect([await ask(other), asked()]).toEqual([good, 4]);
    await clock.advance(5_000);
    expect([await ask(), asked()]).toEqual([good, 5]);
  });
});

describe("a circuit breaker", () => {
  it("AC-138 opens after three failures in a row, rejects at once, and recovers after five seconds", async () => {
    const clock = createHandClock();
    const breaker = createCircuitBreaker(clock);
    for (const isGood of [false, false, true, false, false, false]) {
      expect(breaker.tryEnter()).toBe(true);
      breaker.leave(isGood);
    }
    expect([breaker.state, breaker.tryEnter()]).toEqual(["open", false]);
    await clock.advance(4_999);
    expect(breaker.tryEnter()).toBe(false);
    await clock.advance(1);
    expect([breaker.state, breaker.tryEnter(), breaker.tryEnter()]).toEqual(["half-open", true, false]);
    breaker.leave(true);
    expect([breaker.state, breaker.tryEnter()]).toEqual(["closed", true]);
    await tick();
  });

  it("opens again at once when the probe fails", async () => {
    const clock = createHandClock();
    const breaker = createCircuitBreaker(clock, { failures: 1, openMs: 100 });
    breaker.leave(false);
    await clock.advance(100);
    expect(breaker.tryEnter()).toBe(true);
    breaker.leave(false);
    expect(breaker.state).toBe("open");
    await clock.advance(100);
    expect(breaker.state).toBe("half-open");
  });
});
