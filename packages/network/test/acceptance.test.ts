import {
  type Cancel,
  cancelRecord,
  cidOf,
  createKeySigner,
  createMemoryMetrics,
  createVerifier,
  type Did,
  jobIdSchema,
  type NetworkId,
  networkIdSchema,
  nobleEngine,
  openRecord,
  type Signer,
  sealEnvelope,
  sealRecord,
  signRecord,
  verdictOf,
  verifySigned,
} from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import type { MessageVerdict, Subscriber, TopicMessage } from "../src/network-service.ts";
import { signedTopic } from "../src/topics/signed-topic.ts";
import { countsOf } from "./counts-of.ts";
import { createMemoryNodes } from "./memory/memory-nodes.ts";

const engine = nobleEngine();
const verifier = createVerifier({ engine });
const TOPIC = "/icn-mesh/1/test/news";
const ECHO = { name: "/icn-mesh/echo/1" };
const net = networkIdSchema.parse(cidOf(Uint8Array.of(1)));
const otherNet = networkIdSchema.parse(cidOf(Uint8Array.of(2)));
const job = jobIdSchema.parse(cidOf(Uint8Array.of(3)));

function signerOf(number: number): Signer {
  return createKeySigner({ engine, secretKey: new Uint8Array(32).fill(number) });
}

async function cancelBy(signer: Signer, network: NetworkId = net): Promise<Uint8Array> {
  const body: Cancel = { t: "icn/cancel/1", net: network, by: signer.did, via: null, job, reason: "no need" };
  return sealRecord(await signRecord(cancelRecord, body, signer));
}

/** What a node of this version does with a record that it hears. */
function judge({ bytes }: TopicMessage): MessageVerdict {
  const opened = openRecord(cancelRecord, bytes);
  if (!opened.ok) return verdictOf(opened.refusal);
  if (opened.value.body.net !== net) return "reject";
  return verifySigned(opened.value, verifier).ok ? "accept" : "reject";
}

/** Publisher, relay, hearer, in a line; and what the last one heard, and how often the relay was asked. */
async function line(validate: (message: TopicMessage) => MessageVerdict = judge) {
  const nodes = createMemoryNodes();
  const metrics = createMemoryMetrics();
  const topics = [signedTopic(TOPIC)];
  const heard: Uint8Array[] = [];
  let asked = 0;
  const [first, relay, last] = [
    await nodes.node({ topics }),
    await nodes.node({ topics, metrics }),
    await nodes.node({ topics }),
  ];
  const accept: Subscriber = { validate: () => "accept", handle: () => undefined };
  first.subscribe(TOPIC, accept);
  relay.subscribe(TOPIC, {
    ...accept,
    validate(message) {
      asked += 1;
      return validate(message);
    },
  });
  last.subscribe(TOPIC, { ...accept, handle: ({ bytes }) => heard.push(bytes) });
  await relay.connect(first.addresses()[0] ?? "");
  await relay.connect(last.addresses()[0] ?? "");
  const publish = async (bytes: Uint8Array, from = first) => {
    await from.publish(TOPIC, bytes);
    await nodes.pass(0);
  };
  /** A node that came later, and is connected to the relay alone. */
  const stranger = async () => {
    const node = await nodes.node({ topics });
    node.subscribe(TOPIC, accept);
    await node.connect(relay.addresses()[0] ?? "");
    return node;
  };
  const scoreOf = (peer: Did) => relay.peers().find(({ did }) => did === peer)?.score;
  return { nodes, first, relay, last, heard, publish, stranger, scoreOf, metrics, asked: () => asked };
}

/** A body of a version that nobody knows yet: a real one whose type says 9. */
async function ofNewerVersion(signer: Signer): Promise<Uint8Array> {
  const known = await cancelBy(signer);
  const at = new TextDecoder("latin1").decode(known).indexOf("icn/cancel/1") + "icn/cancel/".length;
  const body = known.slice(76);
  body[at - 76] = "9".charCodeAt(0);
  return sealEnvelope(await signer.sign(body), body);
}

describe("signed messages (AC-134)", () => {
  it("are passed on when they hold, and not when they were altered", async () => {
    const { heard, publish, first, scoreOf } = await line();
    const good = await cancelBy(signerOf(1));
    await publish(good);
    expect(heard).toEqual([good]);
    expect(scoreOf(first.self)).toBe(0);
    const altered = await cancelBy(signerOf(2));
    altered[20] = (altered[20] ?? 0) ^ 1;
    await publish(altered);
    expect(heard).toHaveLength(1);
    expect(scoreOf(first.self)).toBeLessThan(0);
  });

  it("count once, however many valid signatures over one body there are", async () => {
    const { heard, publish, asked, last, stranger, scoreOf } = await line(() => "accept");
    const signed = await cancelBy(signerOf(1));
    const resigned = signed.slice();
    resigned.fill(7, 7, 71);
    await publish(signed);
    expect(await last.publish(TOPIC, resigned)).toEqual({ ok: false, code: "NETWORK_DUPLICATE" });
    const other = await stranger();
    await publish(resigned, other);
    expect([heard.length, asked(), scoreOf(other.self)]).toEqual([1, 1, 0]);
  });

  it("are heard although a forger was first with the same body, and nobody honest is punished for it", async () => {
    const { heard, publish, first, stranger, scoreOf } = await line();
    const signed = await cancelBy(signerOf(1));
    const forged = signed.slice();
    forged.fill(7, 7, 71);
    const forger = await stranger();
    await publish(forged, forger);
    await publish(signed);
    expect(heard).toEqual([signed]);
    expect(scoreOf(first.self)).toBe(0);
    expect(scoreOf(forger.self)).toBeLessThan(0);
  });

  it("of another network are rejected", async () => {
    const { heard, publish, first, scoreOf } = await line();
    await publish(await cancelBy(signerOf(1), otherNet));
    expect(heard).toEqual([]);
    expect(scoreOf(first.self)).toBeLessThan(0);
  });

  it("of a newer version are ignored: not passed on, and not held against the peer", async () => {
    const { heard, publish, first, scoreOf } = await line();
    await publish(await ofNewerVersion(signerOf(1)));
    expect(heard).toEqual([]);
    expect(scoreOf(first.self)).toBe(0);
    const known = await cancelBy(signerOf(1));
    await publish(known);
    expect(heard).toEqual([known]);
  });
});

describe("a node", () => {
  it("counts its traffic by topic, protocol and outcome (AC-135)", async () => {
    const { nodes, first, relay, publish, metrics } = await line();
    await publish(await cancelBy(signerOf(1)));
    await publish(Uint8Array.of(1, 2, 3));
    relay.handle(ECHO, ({ bytes }) => bytes);
    await first.request(relay.self, ECHO, Uint8Array.of(1));
    await first.request(relay.self, ECHO, Uint8Array.of(2));
    await nodes.pass(0);
    expect(countsOf(metrics, "network_messages_total", "outcome")).toEqual({ accept: 1, reject: 1 });
    expect(countsOf(metrics, "network_messages_total", "topic")).toEqual({ news: 2 });
    expect(countsOf(metrics, "network_requests_total", "outcome")).toEqual({ answer: 2 });
    expect(countsOf(metrics, "network_peers", "direction")).toEqual({ inbound: 0, outbound: 2 });
  });

  it("gives no peer more time than none, and takes no bytes that are no frames (AC-136)", async () => {
    const { first, relay, nodes } = await line();
    relay.handle(ECHO, () => new Promise(() => undefined));
    const asking = first.request(relay.self, ECHO, Uint8Array.of(1), { timeoutMs: 0 });
    const dialling = first.connect("/memory/nobody", { timeoutMs: 0 });
    await nodes.pass(0);
    expect(await asking).toEqual({ ok: false, code: "NETWORK_TIMEOUT" });
    expect((await dialling).ok).toBe(false);
    const raw = await first.open(relay.self, ECHO);
    if (!raw.ok) throw new Error(raw.code);
    await raw.stream.send(Uint8Array.of(0, 1));
    await nodes.pass(0);
    expect(await raw.stream.closed).toBe(false);
  });

  it("lets a handler tell who asks, so that what another account signed is dropped (AC-141)", async () => {
    const { first, relay } = await line();
    relay.handle(ECHO, ({ bytes, peer }) => {
      const opened = openRecord(cancelRecord, bytes);
      return opened.ok && opened.value.body.by === peer ? bytes : null;
    });
    const foreign = await cancelBy(signerOf(1));
    expect(await first.request(relay.self, ECHO, foreign)).toEqual({ ok: false, code: "NETWORK_REFUSED" });
  });
});
