import { createMemoryMetrics, type Did, type NodeRecord, type Verified, type Verifier } from "@icn-mesh/core";
import { createHandClock, sampleDid } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { DISCOVERY_LIMITS, type DiscoveryLimits } from "../../src/discovery/discovery-limits.ts";
import { createNodeCache } from "../../src/discovery/node-cache.ts";
import { createNodeGate, type NodeEquivocation } from "../../src/discovery/node-gate.ts";
import { MAX_NODE_RECORD_BYTES } from "../../src/discovery/node-topic.ts";
import { countsOf } from "../counts-of.ts";
import { accountOf, forged, net, otherNet, recordOf, signerOf, verifier } from "./node-samples.ts";

const [neighbour, other] = [sampleDid(201), sampleDid(202)];
const author = signerOf(1);

function setUp(limits: Partial<DiscoveryLimits> = {}, admits: (account: Did) => boolean = () => true) {
  const clock = createHandClock();
  const all = { ...DISCOVERY_LIMITS, ...limits };
  const cache = createNodeCache(clock, all);
  const metrics = createMemoryMetrics();
  const news: Verified<NodeRecord>[] = [];
  const proofs: NodeEquivocation[] = [];
  let checks = 0;
  const counting: Verifier = {
    ...verifier,
    verify(claim) {
      checks += 1;
      return verifier.verify(claim);
    },
  };
  const gate = createNodeGate(
    {
      ...{ clock, verifier: counting, cache, metrics, net, self: accountOf(99), admits },
      onNode: (fact) => news.push(fact),
      onEquivocation: (proof) => proofs.push(proof),
    },
    all,
  );
  return { clock, cache, gate, metrics, news, proofs, checks: () => checks };
}

describe("a record of a node", () => {
  it("is kept and passed on when it is new", async () => {
    const { gate, cache, news } = setUp();
    const bytes = await recordOf(author);
    expect(gate.take(bytes, { from: neighbour })).toBe("accept");
    expect(cache.get(author.did)).toMatchObject({
      account: author.did,
      peer: author.did,
      bytes,
      isConfirmed: true,
    });
    expect(news).toHaveLength(1);
  });

  it("is replaced by one with a higher number, and by no other", async () => {
    const { gate, cache, checks } = setUp();
    expect(gate.take(await recordOf(author, { seq: 5 }), { from: neighbour })).toBe("accept");
    expect(gate.take(await recordOf(author, { seq: 4 }), { from: neighbour })).toBe("ignore");
    expect(gate.take(await recordOf(author, { seq: 6 }), { from: neighbour })).toBe("accept");
    expect(cache.get(author.did)?.record.seq).toBe(6);
    expect(checks()).toBe(2);
  });

  it("is checked once, however often it comes and with whatever signature", async () => {
    const { gate, checks } = setUp();
    const bytes = await recordOf(author);
    gate.take(bytes, { from: neighbour });
    for (const again of [bytes, forged(bytes)]) expect(gate.take(again, { from: other })).toBe("ignore");
    expect(checks()).toBe(1);
  });

  it.each([
    ["of another network", recordOf(author, { net: otherNet })],
    ["signed by somebody else", recordOf(author).then(forged)],
    ["that is no record", Promise.resolve(new Uint8Array(200))],
    ["that is too long", Promise.resolve(new Uint8Array(MAX_NODE_RECORD_BYTES + 1))],
  ])("%s costs the neighbour that brought it", async (_, record) => {
    const { gate, cache } = setUp();
    expect(gate.take(await record, { from: neighbour })).toBe("reject");
    expect(cache.all()).toEqual([]);
  });

  it("of a later version is ignored, and nobody is punished for it", async () => {
    const { gate } = setUp();
    const bytes = await recordOf(author);
    const at = Buffer.from(bytes).indexOf("icn/node/1") + "icn/node/".length;
    const later = bytes.slice();
    later[at] = "2".charCodeAt(0);
    expect(gate.take(later, { from: neighbour })).toBe("ignore");
  });

  it("of this node itself, or of an account that is not wanted, is ignored unchecked", async () => {
    const { gate, checks } = setUp({}, (account) => account !== author.did);
    expect(gate.take(await recordOf(signerOf(99)), { from: neighbour })).toBe("ignore");
    expect(gate.take(await recordOf(author), { from: neighbour })).toBe("ignore");
    expect(checks()).toBe(0);
  });

  it("is believed for as long as it says, by the clock of whoever got it, and then never again", async () => {
    const { gate, cache, clock } = setUp();
    const bytes = await recordOf(author, { validForMs: 1_000 });
    gate.take(bytes, { from: neighbour });
    clock.shiftWall(10_000_000);
    await clock.advance(999);
    expect(cache.get(author.did)).toBeDefined();
    await clock.advance(1);
    expect(cache.get(author.did)).toBeUndefined();
    expect(gate.take(bytes, { from: neighbour })).toBe("ignore");
    expect(gate.take(await recordOf(author, { seq: 1 }), { from: neighbour })).toBe("accept");
  });

  it("is not believed for longer by being handed on", async () => {
    const { gate, cache, clock } = setUp({ maxValidMs: 5_000 });
    gate.take(await recordOf(author), { from: neighbour, leftMs: 300 });
    gate.take(await recordOf(signerOf(2)), { from: neighbour });
    expect(gate.take(await recordOf(signerOf(3)), { from: neighbour, leftMs: 0 })).toBe("ignore");
    await clock.advance(300);
    expect(cache.all().map(({ account }) => account)).toEqual([accountOf(2)]);
    await clock.advance(4_700);
    expect(cache.all()).toEqual([]);
  });

  it("with the number of another one is proof against its author, kept once", async () => {
    const { gate, cache, proofs, checks } = setUp();
    const first = await recordOf(author);
    const second = await recordOf(author, { roles: ["guard"] });
    gate.take(first, { from: neighbour });
    expect(gate.take(forged(second), { from: other })).toBe("reject");
    expect(proofs).toEqual([]);
    expect(gate.take(second, { from: other })).toBe("ignore");
    expect(gate.take(await recordOf(author, { roles: ["liar"] }), { from: other })).toBe("ignore");
    expect(proofs).toEqual([{ account: author.did, records: [first, second] }]);
    expect(cache.get(author.did)).toMatchObject({ hasEquivocated: true, record: { roles: ["executor"] } });
    expect(checks()).toBe(3);
  });

  it("that claims the peer key of another says nothing about that peer", async () => {
    const { gate, cache } = setUp();
    gate.take(await recordOf(author, { peerKey: accountOf(2) }), { from: neighbour });
    expect(cache.get(author.did)).toMatchObject({ peer: accountOf(2), isConfirmed: false });
  });

  it("comes from one account only so often", async () => {
    const { gate, clock } = setUp({ recordBurst: 2, recordEveryMs: 1_000 });
    const verdicts: string[] = [];
    for (let seq = 0; seq < 4; seq++)
      verdicts.push(gate.take(await recordOf(author, { seq }), { from: neighbour }));
    expect(verdicts).toEqual(["accept", "accept", "ignore", "ignore"]);
    await clock.advance(1_000);
    expect(gate.take(await recordOf(author, { seq: 4 }), { from: neighbour })).toBe("accept");
  });

  it("is checked for one neighbour only so often, whatever others bring", async () => {
    const { gate, checks } = setUp({ checkBurst: 2, checkEveryMs: 1_000 });
    const records = await Promise.all([1, 2, 3, 4].map((number) => recordOf(signerOf(number))));
    for (const bytes of records) gate.take(bytes, { from: neighbour });
    expect(checks()).toBe(2);
    for (const bytes of records) gate.take(bytes, { from: other });
    expect(checks()).toBe(4);
  });

  it.each([3, 99])(
    "is not pushed out by what another neighbour brings, of whom %i are kept",
    async (share) => {
      const { gate, cache } = setUp({ nodes: 4, nodesPerNeighbour: share });
      gate.take(await recordOf(author), { from: other });
      for (let number = 2; number < 12; number++) {
        expect(gate.take(await recordOf(signerOf(number)), { from: neighbour })).toBe("accept");
      }
      expect(cache.all().map(({ account }) => account)).toEqual([1, 9, 10, 11].map(accountOf));
    },
  );

  it("is counted by what became of it, and as one of those that are kept", async () => {
    const { gate, metrics } = setUp();
    const record = await recordOf(author, { seq: 1 });
    const second = await recordOf(author, { seq: 1, addresses: [] });
    const strange = await recordOf(signerOf(2), { net: otherNet });
    const unsigned = forged(await recordOf(signerOf(3)));
    for (const bytes of [record, record, second, strange, unsigned]) gate.take(bytes, { from: neighbour });
    gate.take(await recordOf(signerOf(4)), { from: neighbour });
    expect(countsOf(metrics, "network_node_records_total", "outcome")).toEqual({
      accept: 2,
      ignore: 2,
      reject: 2,
    });
    expect(countsOf(metrics, "network_nodes", "")).toEqual({ "": 2 });
    expect(countsOf(metrics, "network_node_equivocations_total", "")).toEqual({ "": 1 });
  });
});
