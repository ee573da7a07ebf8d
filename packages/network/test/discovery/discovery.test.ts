import {
  createMemoryMetrics,
  createMemoryStorage,
  createSeededRng,
  type Did,
  type NetworkId,
  type Signer,
} from "@icn-mesh/core";
import { createHandClock, createRecordingLogger } from "@icn-mesh/core/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDiscovery, type Discovery, type DiscoveryOptions } from "../../src/discovery/discovery.ts";
import { nodeProtocol, nodeQuestionCodec } from "../../src/discovery/node-exchange-messages.ts";
import type { NodeEquivocation } from "../../src/discovery/node-gate.ts";
import { nodeTable, nodeTableKey } from "../../src/discovery/node-table.ts";
import { nodeTopic } from "../../src/discovery/node-topic.ts";
import { createMemoryNetwork } from "../../src/memory/memory-network.ts";
import type { NetworkNode } from "../../src/network-node.ts";
import { ended } from "../ended.ts";
import { accountOf, executor, guard, net, otherNet, recordOf, signerOf, verifier } from "./node-samples.ts";

interface NodeSetting extends Partial<DiscoveryOptions> {
  readonly peer?: Signer;
  readonly storage?: ReturnType<typeof createMemoryStorage>;
  readonly place?: string;
}

interface Node {
  readonly network: NetworkNode;
  readonly discovery: Discovery;
  readonly did: Did;
  stop(): Promise<void>;
  /** Its discovery in one more network. */
  also(net: NetworkId): Discovery;
}

function setUp() {
  const clock = createHandClock({ settle: () => new Promise((resolve) => setImmediate(resolve)) });
  const rng = createSeededRng("discovery");
  const memory = createMemoryNetwork({ clock, rng });

  async function node(number: number, setting: NodeSetting = {}): Promise<Node> {
    const { peer, storage = createMemoryStorage(), place, ...options } = setting;
    const signer = signerOf(number);
    const logger = createRecordingLogger();
    const network = memory.node({
      self: (peer ?? signer).did,
      place: place ?? `place-${number}`,
      topics: [nodeTopic(options.net ?? net)],
      tables: [nodeTable(net, verifier)],
      logger,
      metrics: createMemoryMetrics(),
    });
    const parts = { network, table: network.table, clock, rng: rng.fork(`${number}`), logger };
    const discoveryIn = (setting: Partial<DiscoveryOptions>) =>
      createDiscovery(
        { ...parts, signer, verifier, storage },
        { net, description: executor, ...options, ...setting },
      );
    const discovery = discoveryIn({});
    await network.start();
    await discovery.start();
    const stop = async () => {
      await discovery.stop();
      await network.stop();
    };
    onTestFinished(stop);
    return { network, discovery, did: signer.did, stop, also: (other) => discoveryIn({ net: other }) };
  }

  const pass = (ms = 100) => ended(clock, clock.after(ms));

  return {
    clock,
    memory,
    node,
    pass,
    async connect(from: Node, to: Node) {
      await ended(clock, from.network.connect(to.network.addresses()[0] ?? to.did));
      await pass();
    },
  };
}

const accounts = (nodes: readonly { readonly account: string }[]) =>
  nodes.map(({ account }) => account).sort();

describe("discovery", () => {
  it("introduces neighbours to each other at once", async () => {
    const { node, connect } = setUp();
    const [first, second] = [await node(1), await node(2, { description: guard })];
    await connect(first, second);
    expect(first.discovery.get(second.did)).toMatchObject({
      isConfirmed: true,
      record: { roles: ["guard"] },
    });
    expect(second.discovery.get(first.did)).toMatchObject({ record: { supported: executor.supported } });
  });

  it("finds nodes by role and capability from one bootstrap address, and they can be dialled then", async () => {
    const { node, connect, clock } = setUp();
    const bootstrap = await node(1, { description: { ...guard, roles: ["bootstrap"] } });
    const others = [await node(2), await node(3), await node(4, { description: guard })];
    for (const each of others) await connect(each, bootstrap);
    const late = await node(5, { description: guard });
    await connect(late, bootstrap);
    const query = { roles: ["executor"], capabilities: ["gpu"], supported: ["icn/bid/1"] };
    const found = await ended(clock, late.discovery.search(query, { enough: 2 }));
    expect(accounts(found)).toEqual([accountOf(2), accountOf(3)].sort());
    expect(await ended(clock, late.network.connect(found[0]!.peer))).toMatchObject({ ok: true });
    expect(late.discovery.find({ roles: ["nobody"] })).toEqual([]);
  });

  it("asks the nodes that were named, when those that are connected know too little", async () => {
    const { node, connect, clock } = setUp();
    const ignorant = { admits: (account: string) => account !== accountOf(4) };
    const [first, second] = [await node(1), await node(2, ignorant)];
    const [third, sought] = [await node(3), await node(4, { description: guard })];
    await connect(third, second);
    await connect(sought, third);
    await connect(first, second);
    const found = await ended(clock, first.discovery.search({ roles: ["guard"] }));
    expect(accounts(found)).toEqual([accountOf(4)]);
    expect(second.discovery.get(sought.did)).toBeUndefined();
  });

  it("spreads a new record over the topic, also to those who never asked", async () => {
    const { node, connect, pass } = setUp();
    const [first, middle, last] = [await node(1), await node(2), await node(3)];
    await connect(first, middle);
    await connect(last, middle);
    await first.discovery.describe({ ...executor, roles: ["executor", "relay"] });
    await pass(2_000);
    expect(last.discovery.get(first.did)?.record.roles).toEqual(["executor", "relay"]);
  });

  it("looks an account up in the table, where nobody who is connected knows it", async () => {
    const { node, connect, clock, pass } = setUp();
    const [middle, sought] = [
      await node(2, { admits: (account) => account !== accountOf(3) }),
      await node(3),
    ];
    await connect(sought, middle);
    await sought.discovery.describe(guard);
    await pass(2_000);
    const asker = await node(1);
    await connect(asker, middle);
    expect(await ended(clock, asker.discovery.search({ accounts: [sought.did] }))).toEqual([]);
    const found = await ended(clock, asker.discovery.lookUp(sought.did));
    expect(found?.record.roles).toEqual(["guard"]);
    expect(await ended(clock, asker.discovery.lookUp(accountOf(77)))).toBeUndefined();
  });

  it("never uses a number twice, not even after a restart", async () => {
    const { node, connect, clock } = setUp();
    const [watcher, storage] = [await node(1), createMemoryStorage()];
    const numbers: (number | undefined)[] = [];
    const proofs: NodeEquivocation[] = [];
    watcher.discovery.events.on("equivocation", (proof) => proofs.push(proof));
    for (let life = 0; life < 3; life++) {
      const restarted = await node(2, { storage });
      await connect(restarted, watcher);
      numbers.push(watcher.discovery.get(restarted.did)?.record.seq);
      await ended(clock, restarted.stop());
    }
    expect(numbers).toEqual([0, 1, 2]);
    expect(proofs).toEqual([]);
  });

  it("tells of an account that signs two records with one number, and finds it no more", async () => {
    const { node, connect, pass } = setUp();
    const [watcher, liar] = [await node(1), await node(2)];
    const proofs: NodeEquivocation[] = [];
    watcher.discovery.events.on("equivocation", (proof) => proofs.push(proof));
    await connect(liar, watcher);
    expect(watcher.discovery.find()).toHaveLength(1);
    await liar.network.publish(nodeTopic(net).topic, await recordOf(signerOf(2), { roles: ["guard"] }));
    await pass();
    expect(proofs).toMatchObject([{ account: liar.did }]);
    expect(watcher.discovery.find()).toEqual([]);
    expect(watcher.discovery.get(liar.did)).toMatchObject({ hasEquivocated: true });
  });

  it("lets nobody move the addresses of another peer", async () => {
    const { node, connect, pass, clock, memory } = setUp();
    const [watcher, victim, thief] = [await node(1), await node(2), await node(3)];
    for (const each of [victim, thief]) await connect(each, watcher);
    const claim = { seq: 9, peerKey: victim.did, addresses: [...thief.network.addresses()] };
    await thief.network.publish(nodeTopic(net).topic, await recordOf(signerOf(3), claim));
    await pass();
    expect(watcher.discovery.get(thief.did)).toMatchObject({ peer: victim.did, isConfirmed: false });
    expect(watcher.discovery.accountsOf(victim.did)).toEqual([victim.did]);
    memory.reset(watcher.did, victim.did);
    await pass();
    expect(await ended(clock, watcher.network.connect(victim.did))).toMatchObject({
      ok: true,
      peer: victim.did,
    });
  });

  it("knows an account by a peer key of another kind, once that peer has shown the record", async () => {
    const { node, connect, clock, memory, pass } = setUp();
    const watcher = await node(1);
    const custodian = await node(2, { peer: signerOf(50) });
    await connect(custodian, watcher);
    const [account, peer] = [accountOf(2), accountOf(50)];
    expect(watcher.discovery.get(account)).toMatchObject({ peer, isConfirmed: true });
    await custodian.discovery.describe(guard);
    await pass(2_000);
    expect(watcher.discovery.get(account)).toMatchObject({ isConfirmed: true, record: { roles: ["guard"] } });
    expect(watcher.discovery.accountsOf(peer)).toEqual([account]);
    memory.reset(watcher.network.self, peer);
    await pass();
    expect(await ended(clock, watcher.network.connect(peer))).toEqual({ ok: true, peer });
  });

  it("takes the word of nobody else for whose peer key it is", async () => {
    const { node, connect, clock } = setUp();
    const [watcher, thief] = [await node(1), await node(3)];
    await connect(thief, watcher);
    const own = await recordOf(signerOf(2), { peerKey: accountOf(50) });
    const empty = { roles: [], capabilities: [], supported: [], accounts: [] };
    const question = nodeQuestionCodec.encode({ own, ...empty, most: 0 });
    await ended(clock, thief.network.request(watcher.did, nodeProtocol(net), question));
    expect(watcher.discovery.get(accountOf(2))).toMatchObject({ isConfirmed: false });
  });

  it("keeps the records of two networks apart at a node that is in both", async () => {
    const { node, connect, clock } = setUp();
    const [middle, left, right] = [await node(1), await node(2), await node(3, { net: otherNet })];
    middle.network.declare([nodeTopic(otherNet)]);
    const second = middle.also(otherNet);
    await ended(clock, second.start());
    for (const each of [left, right]) await connect(each, middle);
    expect([accounts(middle.discovery.find()), accounts(second.find())]).toEqual([[left.did], [right.did]]);
    expect([accounts(left.discovery.find()), accounts(right.discovery.find())]).toEqual([
      [middle.did],
      [middle.did],
    ]);
    await ended(clock, second.stop());
  });

  it("hands a record on for the time that is left of it, and no longer", async () => {
    const { node, connect, pass } = setUp();
    const [middle, leaving] = [await node(1), await node(2, { validForMs: 30_000 })];
    await connect(leaving, middle);
    await leaving.stop();
    await pass(20_000);
    const late = await node(3);
    await connect(late, middle);
    expect(late.discovery.get(leaving.did)).toBeDefined();
    await pass(10_000);
    expect(late.discovery.get(leaving.did)).toBeUndefined();
  });

  it("renews its record before it expires; who has left is forgotten", async () => {
    const { node, connect, pass } = setUp();
    const watcher = await node(1);
    const [staying, leaving] = [await node(2, { validForMs: 30_000 }), await node(3, { validForMs: 30_000 })];
    for (const each of [staying, leaving]) await connect(each, watcher);
    await leaving.stop();
    await pass(31_000);
    expect(accounts(watcher.discovery.find())).toEqual([staying.did]);
  });

  it("answers a peer only so often, and no bytes that are no question", async () => {
    const { node, connect, clock, pass } = setUp();
    const limits = { questionBurst: 3, questionEveryMs: 10_000 };
    const [curious, polite] = [await node(1), await node(2, { limits })];
    await connect(curious, polite); // which takes the first answer
    const ask = async (bytes: Uint8Array) => {
      const result = await ended(clock, curious.network.request(polite.did, nodeProtocol(net), bytes));
      return result.ok ? "answer" : result.code;
    };
    const empty = { roles: [], capabilities: [], supported: [], accounts: [] };
    const question = nodeQuestionCodec.encode({ own: null, ...empty, most: 64 });
    const answers = [await ask(question), await ask(Uint8Array.of(1, 2, 3)), await ask(question)];
    expect(answers).toEqual(["answer", "NETWORK_REFUSED", "NETWORK_REFUSED"]);
    await pass(10_000);
    expect(await ask(question)).toBe("answer");
  });

  it("stores in the table nothing but the newest record of the account itself", async () => {
    const rules = nodeTable(net, verifier);
    const { name } = nodeTableKey(accountOf(1));
    const [old, recent] = [await recordOf(signerOf(1)), await recordOf(signerOf(1), { seq: 3 })];
    expect([old, recent].every((value) => rules.isValid(name, value))).toBe(true);
    expect(rules.isValid(name, await recordOf(signerOf(2)))).toBe(false);
    expect(rules.isValid(name, new Uint8Array(9))).toBe(false);
    expect([rules.compare(recent, old) < 0, rules.compare(old, recent) > 0]).toEqual([true, true]);
  });

  it("leaves nothing running", async () => {
    const { node, connect, clock, pass } = setUp();
    const [first, second] = [await node(1), await node(2)];
    await connect(first, second);
    for (const each of [first, second]) await ended(clock, each.stop());
    await pass(60_000);
    expect(clock.pending).toBe(0);
  });
});
