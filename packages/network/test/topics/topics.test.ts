import { createMemoryMetrics } from "@icn-mesh/core";
import { createHandClock, createRecordingLogger, sampleDid } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { NETWORK_LIMITS, type NetworkLimits } from "../../src/network-limits.ts";
import { createNetworkMetrics } from "../../src/network-metrics.ts";
import type { MessageVerdict, Subscriber } from "../../src/network-service.ts";
import { createRateLimit } from "../../src/topics/rate-limit.ts";
import { createTopicDesk } from "../../src/topics/topic-desk.ts";
import type { Transport } from "../../src/transport.ts";
import { tick } from "../byte-streams.ts";
import { countsOf } from "../counts-of.ts";

const [peer, other] = [sampleDid(1), sampleDid(2)];
const TOPIC = "/icn-mesh/1/bafy/announce";

function desk(limits: Partial<NetworkLimits> = {}, maxBytes = 100) {
  const clock = createHandClock();
  const metrics = createMemoryMetrics();
  const calls: string[] = [];
  const excess: string[] = [];
  const transport = {
    allow: () => undefined,
    join: (topic: string) => calls.push(`join ${topic}`),
    leave: (topic: string) => calls.push(`leave ${topic}`),
  } as unknown as Transport;
  const topics = createTopicDesk({
    transport,
    clock,
    logger: createRecordingLogger(),
    metrics: createNetworkMetrics(metrics),
    limits: { ...NETWORK_LIMITS, ...limits },
    topics: [{ topic: TOPIC, maxBytes }],
    isRunning: () => true,
    onExcess: (from) => excess.push(from),
  });
  const verdicts: MessageVerdict[] = [];
  const receive = (length: number, from = peer) =>
    topics.received({ topic: TOPIC, bytes: new Uint8Array(length), from }, (verdict) =>
      verdicts.push(verdict),
    );
  const counted = () => countsOf(metrics, "network_messages_total", "outcome");
  return { topics, receive, verdicts, calls, excess, clock, counted };
}

const open: Subscriber = { validate: () => "accept", handle: () => undefined };

describe("a topic desk", () => {
  it("rejects a message that is too long without asking anybody", () => {
    const { topics, receive, verdicts } = desk();
    let asked = 0;
    topics.subscribe(TOPIC, {
      ...open,
      validate() {
        asked += 1;
        return "accept";
      },
    });
    receive(101);
    expect([verdicts, asked]).toEqual([["reject"], 0]);
  });

  it("drops unseen, and unpunished, what one neighbour sends beyond its share, and hears the others", async () => {
    const { topics, receive, verdicts, counted, clock, excess } = desk({
      messagesPerSecond: 10,
      messageBurst: 3,
    });
    topics.subscribe(TOPIC, open);
    for (let times = 0; times < 5; times++) receive(1);
    receive(1, other);
    await tick();
    expect(verdicts.toSorted()).toEqual(["accept", "accept", "accept", "accept", "ignore", "ignore"]);
    expect(excess).toEqual([peer, peer]);
    await clock.advance(100);
    receive(1);
    await tick();
    expect(counted()).toEqual({ accept: 5, shed: 2 });
  });

  it("judges so many messages at once and no more, of one neighbour and of all", async () => {
    const { topics, receive, verdicts } = desk({ validationsPerPeer: 2, validations: 3 });
    topics.subscribe(TOPIC, { ...open, validate: () => new Promise(() => undefined) });
    for (let times = 0; times < 3; times++) receive(1);
    for (let times = 0; times < 2; times++) receive(1, other);
    await tick();
    expect(verdicts).toEqual(["ignore", "ignore"]);
  });

  it("joins a topic for the first subscriber and leaves it with the last", () => {
    const { topics, calls } = desk();
    const subscriptions = [topics.subscribe(TOPIC, open), topics.subscribe(TOPIC, open)];
    for (const subscription of subscriptions) subscription.stop();
    subscriptions[0]?.stop();
    expect(calls).toEqual([`join ${TOPIC}`, `leave ${TOPIC}`]);
  });

  it("does not pass on what nobody listens to", async () => {
    const { receive, verdicts } = desk();
    receive(1);
    await tick();
    expect(verdicts).toEqual(["ignore"]);
  });

  it("refuses topics that are declared twice or too large", () => {
    const declare = (maxBytes: number) => () => desk({}, maxBytes);
    expect(declare(65_537)).toThrow(expect.objectContaining({ code: "NETWORK_TOO_LARGE" }));
    expect(declare(65_536)).not.toThrow();
  });
});

describe("a rate limit", () => {
  it("lets a burst through, then so many a second, for each peer by itself", async () => {
    const clock = createHandClock();
    const rate = createRateLimit({ clock, perSecond: 10, burst: 2 });
    const take = () => [rate.take(peer), rate.take(peer), rate.take(peer)];
    expect([take(), rate.take(other)]).toEqual([[true, true, false], true]);
    await clock.advance(100);
    expect(take()).toEqual([true, false, false]);
    await clock.advance(3_600_000);
    expect(take()).toEqual([true, true, false]);
    rate.forget(peer);
    expect(take()).toEqual([true, true, false]);
  });
});
