import { type Did, peerIdFromDid } from "@icn-mesh/core";
import { createHandClock, createRecordingLogger, createSeededRng, sampleDid } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { NETWORK_LIMITS } from "../../src/network-limits.ts";
import type { ConnectResult } from "../../src/network-results.ts";
import { createBackoff } from "../../src/peers/backoff.ts";
import { createKeeper } from "../../src/peers/keeper.ts";
import { peerIn } from "../../src/peers/peer-in.ts";
import { createStanding, OFFENCES } from "../../src/peers/standing.ts";

const [peer, other] = [sampleDid(1), sampleDid(2)];

describe("pauses between attempts", () => {
  it("double from the first to the longest, each a quarter more or less, and begin again after a success", () => {
    const backoff = createBackoff(createSeededRng("pauses"), { firstMs: 500, maxMs: 4_000 });
    const drawn = Array.from({ length: 6 }, () => backoff.next());
    for (const [at, middle] of [500, 1_000, 2_000, 4_000, 4_000, 4_000].entries()) {
      expect(Math.abs((drawn[at] ?? 0) - middle)).toBeLessThanOrEqual(middle / 4);
    }
    expect(new Set(drawn.slice(3)).size).toBeGreaterThan(1);
    backoff.reset();
    expect(backoff.next()).toBeLessThanOrEqual(625);
  });
});

describe("the standing of a peer", () => {
  it("falls with every offence, and half of it is forgiven in ten minutes", async () => {
    const clock = createHandClock();
    const standing = createStanding(clock, NETWORK_LIMITS);
    expect(standing.of(peer)).toBe(0);
    standing.offend(peer, OFFENCES.brokenFrame);
    standing.offend(peer, OFFENCES.brokenFrame);
    expect([standing.of(peer), standing.of(other)]).toEqual([-2_600, 0]);
    await clock.advance(600_000);
    expect(standing.of(peer)).toBeCloseTo(-1_300);
  });

  it("bars a banned peer for ten minutes", async () => {
    const clock = createHandClock();
    const standing = createStanding(clock, NETWORK_LIMITS);
    standing.ban(peer);
    expect([standing.isBanned(peer), standing.isBanned(other)]).toEqual([true, false]);
    await clock.advance(600_000);
    expect(standing.isBanned(peer)).toBe(false);
  });

  it("is kept of so many peers and no more", () => {
    const standing = createStanding(createHandClock(), { ...NETWORK_LIMITS, knownPeers: 2, bans: 2 });
    for (const number of [1, 2, 3]) {
      standing.offend(sampleDid(number), 100);
      standing.ban(sampleDid(number));
    }
    expect([1, 2, 3].map((number) => standing.of(sampleDid(number)) < 0)).toEqual([false, true, true]);
    expect([1, 2, 3].map((number) => standing.isBanned(sampleDid(number)))).toEqual([false, true, true]);
  });
});

describe("whom a target names", () => {
  it("is itself, the last peer of an address, or nobody", () => {
    const [near, far] = [peerIdFromDid(peer), peerIdFromDid(other)];
    expect(peerIn(peer)).toBe(peer);
    expect(peerIn(`/ip4/127.0.0.1/tcp/1/p2p/${near}`)).toBe(peer);
    expect(peerIn(`/ip4/127.0.0.1/tcp/1/p2p/${near}/p2p-circuit/p2p/${far}`)).toBe(other);
    for (const address of ["/ip4/127.0.0.1/tcp/1", `/p2p/${near}/x`, "/p2p/12D3KooWnobody", ""]) {
      expect(peerIn(address)).toBeUndefined();
    }
  });
});

function keeping(results: readonly boolean[], max = 8) {
  const clock = createHandClock();
  const connected = new Set<Did>();
  const dialled: [number, string][] = [];
  const left = [...results];
  const start = clock.monotonic();
  const keeper = createKeeper({
    clock,
    rng: createSeededRng("keeper"),
    logger: createRecordingLogger(),
    max,
    isConnected: (did) => connected.has(did),
    async connect(target): Promise<ConnectResult> {
      dialled.push([clock.monotonic() - start, target]);
      if (left.shift() !== true) return { ok: false, code: "NETWORK_UNREACHABLE" };
      connected.add(peer);
      return { ok: true, peer };
    },
  });
  const lose = () => {
    connected.delete(peer);
    keeper.lost(peer);
  };
  return { keeper, clock, dialled, lose };
}

describe("keeping a peer", () => {
  it("dials it with growing pauses until it answers, and leaves it alone while it is connected", async () => {
    const { keeper, clock, dialled } = keeping([false, false, false, true]);
    keeper.keep("/memory/a");
    await clock.advance(600_000);
    const pauses = dialled.slice(1).map(([at], index) => at - (dialled[index]?.[0] ?? 0));
    expect(pauses).toHaveLength(3);
    expect(pauses.toSorted((a, b) => a - b)).toEqual(pauses);
    keeper.stop();
    expect(clock.pending).toBe(0);
  });

  it("dials it again when it was lost, by its name first, then by the address that was given", async () => {
    const { keeper, clock, dialled, lose } = keeping([true, false, true]);
    keeper.keep("/memory/a");
    await clock.advance(20_000);
    lose();
    await clock.advance(1_000);
    expect(dialled.map(([, target]) => target)).toEqual(["/memory/a", peer, "/memory/a"]);
    keeper.stop();
  });

  it("does not take a connection that breaks at once for a success: the pauses grow", async () => {
    const { keeper, clock, dialled, lose } = keeping(Array.from({ length: 20 }, () => true));
    keeper.keep(peer);
    for (let second = 0; second < 60; second++) {
      await clock.advance(1_000);
      lose();
    }
    expect(dialled.length).toBeLessThan(10);
    keeper.stop();
  });

  it("ends when the peer is released, and has room for so many only", async () => {
    const { keeper, clock, dialled, lose } = keeping([true, true, true], 1);
    expect([keeper.keep(peer), keeper.keep(peer), keeper.keep(other)]).toEqual([true, true, false]);
    await clock.advance(0);
    keeper.release(peer);
    lose();
    await clock.advance(600_000);
    expect([dialled.length, clock.pending]).toEqual([1, 0]);
    expect(keeper.keep(other)).toBe(true);
    keeper.stop();
  });
});
