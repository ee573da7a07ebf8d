import {
  BODY_OFFSET,
  bidRecord,
  cidOf,
  createMemoryMetrics,
  type Did,
  type JobId,
  type MetricsSnapshot,
  openRecord,
  sealEnvelope,
  sealRecord,
  signRecord,
  verdictOf,
  verifySigned,
} from "@icn-mesh/core";
import { systemClock, systemRng } from "@icn-mesh/core/node";
import { createRecordingLogger } from "@icn-mesh/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { createLibp2pNetwork } from "../../src/libp2p/index.ts";
import type { MessageVerdict, NetworkService, Subscriber } from "../../src/network-service.ts";
import { networkContract } from "../../src/testing/index.ts";
import { net, signerOf, verifier } from "../discovery/node-samples.ts";
import { createLibp2pNodes } from "./libp2p-nodes.ts";

// The acceptance cases of requirement 000 on the network; AC-130 and AC-133 stand in ../processes, AC-137 and AC-138 in
// ../resilience.

const NEWS = "/icn-mesh/1/test/news";
const BIDS = { name: "/icn-mesh/bid/1" };
const SIGNED = { topic: NEWS, identify: (bytes: Uint8Array) => bytes.subarray(BODY_OFFSET) };
const listens: Subscriber = { validate: () => "accept", handle: () => undefined };
const nodes = createLibp2pNodes();
afterEach(nodes.stopAll);

async function connect(from: NetworkService, to: NetworkService): Promise<void> {
  expect((await from.connect(to.addresses()[0] ?? "")).ok).toBe(true);
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await nodes.pass(10);
}

/** A bid, signed by a key of its own, which may not be the one that it names. */
async function bidOf(key: number, by: Did = signerOf(key).did): Promise<Uint8Array> {
  const body = {
    ...({ t: "icn/bid/1", net, by, via: null, round: 1, price: 20n, failPrice: 1n, needMs: 1_000 } as const),
    ...{ capabilities: [], membership: [], validForMs: 1_000, estimatedMs: 100, bond: null },
    job: cidOf(Uint8Array.of(key)) as JobId,
    resources: { cpuCores: 1, memoryMb: 64, storageMb: 1 },
  };
  const signed = await signRecord(bidRecord, body, { ...signerOf(key), did: by });
  return sealRecord(signed);
}

/** As the nodes of a mesh judge what is signed. */
function judge(bytes: Uint8Array): MessageVerdict {
  const bid = openRecord(bidRecord, bytes);
  if (!bid.ok) return verdictOf(bid.refusal);
  const checked = verifySigned(bid.value, verifier);
  return checked.ok ? "accept" : verdictOf(checked.refusal);
}

/** A node that signs, and one that judges what it hears. */
async function judged() {
  const [author, judging] = [await nodes.node({ topics: [SIGNED] }), await nodes.node({ topics: [SIGNED] })];
  const verdicts: MessageVerdict[] = [];
  const heard: Uint8Array[] = [];
  author.subscribe(NEWS, listens);
  judging.subscribe(NEWS, {
    validate({ bytes }) {
      const verdict = judge(bytes);
      verdicts.push(verdict);
      return verdict;
    },
    handle: ({ bytes }) => heard.push(bytes),
  });
  await connect(author, judging);
  await author.ready(NEWS, 1);
  return { author, judging, verdicts, heard };
}

describe("between two nodes over libp2p", () => {
  it("AC-131 an announcement is received and a bid returned", async () => {
    const [announcer, bidder] = [await nodes.node(), await nodes.node()];
    const bids: [Did, MessageVerdict][] = [];
    announcer.subscribe(NEWS, listens);
    announcer.handle(BIDS, ({ peer, bytes }) => {
      bids.push([peer, judge(bytes)]);
      return new Uint8Array(0);
    });
    bidder.subscribe(NEWS, {
      ...listens,
      handle: async ({ from }) => bidder.request(from, BIDS, await bidOf(2)),
    });
    await connect(bidder, announcer);
    await announcer.ready(NEWS, 1);
    await announcer.publish(NEWS, new TextEncoder().encode("a job"));
    await until(() => bids.length > 0);
    expect(bids).toEqual([[bidder.self, "accept"]]);
  });

  it("AC-132 a record that one puts into the table is there for the other", async () => {
    const rules = {
      namespace: "test",
      isValid: (_: Uint8Array, value: Uint8Array) => value[0] === 1,
      compare: (left: Uint8Array, right: Uint8Array) => (right[1] ?? 0) - (left[1] ?? 0),
    };
    const setting = { table: "server", tables: [rules] } as const;
    const [left, right] = [await nodes.node(setting), await nodes.node(setting)];
    await connect(left, right);
    const key = { namespace: "test", name: Uint8Array.of(7) };
    await until(async () => (await left.table.put(key, Uint8Array.of(1, 4))) > 0);
    await left.table.put(key, Uint8Array.of(0, 9));
    expect(await right.table.get(key)).toEqual(Uint8Array.of(1, 4));
  });

  it("AC-134 a signed message is accepted, an altered one rejected, and a duplicate not looked at", async () => {
    const { author, judging, verdicts, heard } = await judged();
    const bid = await bidOf(1);
    const altered = bid.slice();
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    const signedAgain = sealEnvelope(new Uint8Array(64).fill(3), bid.subarray(BODY_OFFSET));

    expect(await author.publish(NEWS, bid)).toEqual({ ok: true, peers: 1 });
    expect(await author.publish(NEWS, bid)).toMatchObject({ code: "NETWORK_DUPLICATE" });
    expect(await author.publish(NEWS, signedAgain)).toMatchObject({ code: "NETWORK_DUPLICATE" });
    await author.publish(NEWS, altered);
    await author.publish(NEWS, await bidOf(2));
    await until(() => verdicts.length === 3);
    expect(verdicts).toEqual(["accept", "reject", "accept"]);
    expect(heard).toHaveLength(2);
    await until(() => judging.peers().some(({ score }) => score < 0));
  });

  it("AC-141 a message whose author is not who signed it is dropped", async () => {
    const { author, verdicts, heard } = await judged();
    await author.publish(NEWS, await bidOf(1, signerOf(2).did));
    await author.publish(NEWS, await bidOf(3));
    await until(() => heard.length === 1);
    expect(verdicts).toEqual(["reject", "accept"]);
  });

  it("AC-135 what is counted grows with the traffic", async () => {
    const metrics = createMemoryMetrics();
    const counting = createLibp2pNetwork(
      { clock: systemClock, rng: systemRng, logger: createRecordingLogger("network"), metrics },
      {
        network: "test",
        secretKey: new Uint8Array(32).fill(50),
        topics: [{ topic: NEWS }],
        allowPrivateAddresses: true,
      },
    );
    await counting.start();
    const peer = await nodes.node();
    for (const node of [counting, peer]) node.subscribe(NEWS, listens);
    peer.handle(BIDS, ({ bytes }) => bytes);
    await connect(counting, peer);
    await counting.ready(NEWS, 1);
    await peer.ready(NEWS, 1);
    const before = totals(metrics.snapshot());
    await counting.publish(NEWS, new Uint8Array(300));
    await peer.publish(NEWS, new Uint8Array(200));
    await counting.request(peer.self, BIDS, new Uint8Array(10));
    await until(() => totals(metrics.snapshot())["network_messages_total"] === 2);
    const after = totals(metrics.snapshot());
    await counting.stop();
    expect(before).toMatchObject({ network_messages_total: 0, network_requests_total: 0 });
    expect(after).toMatchObject({
      network_messages_total: 2,
      network_message_bytes_total: 500,
      network_requests_total: 1,
      network_dials_total: 1,
    });
  });

  it("AC-136 a time of zero ends a request at once, and bytes that cannot be read end a stream", async () => {
    const [left, right] = [await nodes.node(), await nodes.node()];
    await connect(left, right);
    right.handle(BIDS, ({ bytes }) => bytes);
    const none = await left.request(right.self, BIDS, Uint8Array.of(1), { timeoutMs: 0 });
    expect(none).toEqual({ ok: false, code: "NETWORK_TIMEOUT" });
    const opened = await left.open(right.self, BIDS);
    if (!opened.ok) throw new Error(opened.code);
    await opened.stream.send(Uint8Array.of(0));
    expect(await opened.stream.closed).toBe(false);
    await until(() => right.peers().some(({ score }) => score < 0));
    expect(await left.request(right.self, BIDS, Uint8Array.of(1))).toMatchObject({ ok: true });
  });

  it.each([
    ["AC-139", "keeps a slow subscriber"],
    ["AC-140", "neither sends nor takes more bytes"],
    ["AC-140", "knows no topics but its own, and takes no message that is too long"],
  ])("%s %s", async (_, start) => {
    const [promise] = networkContract.filter((each) => each.promise.startsWith(start));
    expect(promise).toBeDefined();
    await promise?.check(nodes);
  });
});

/** Each counter, summed over its labels. */
function totals(snapshot: MetricsSnapshot): Record<string, number> {
  const sums = snapshot.flatMap((metric) =>
    metric.kind === "counter"
      ? [[metric.name, metric.series.reduce((sum, { value }) => sum + value, 0)] as const]
      : [],
  );
  return Object.fromEntries(sums);
}
