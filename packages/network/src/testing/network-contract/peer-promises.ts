import type { Did } from "@icn-mesh/core";
import { assertEqual, assertFails, assertThat, type Contract } from "@icn-mesh/core/testing";
import { addressOf, connect, message, type NetworkSubject, pair, until } from "./network-subject.ts";

/** What a network promises about who is connected. */
export const peerPromises: Contract<NetworkSubject> = [
  {
    promise: "connects by address, and names the peer by its DID on both sides",
    async check(subject) {
      const [left, right] = [await subject.node(), await subject.node()];
      const told: Did[] = [];
      right.events.on("connected", ({ peer }) => told.push(peer));
      assertEqual(await left.connect(addressOf(right)), { ok: true, peer: right.self }, "result");
      await until(subject, "both to know", () => told.length > 0 && left.peers().length > 0);
      assertEqual(told, [left.self], "told");
      assertEqual(
        left.peers().map(({ did, direction }) => [did, direction]),
        [[right.self, "outbound"]],
        "left",
      );
      assertEqual(
        right.peers().map(({ did, direction }) => [did, direction]),
        [[left.self, "inbound"]],
        "right",
      );
    },
  },
  {
    promise: "connects to a peer by name once its addresses were learnt",
    async check(subject) {
      const [left, right] = [await subject.node(), await subject.node()];
      assertEqual(await left.connect(right.self), { ok: false, code: "NETWORK_UNREACHABLE" }, "before");
      left.learn(right.self, [addressOf(right)]);
      assertEqual(await left.connect(right.self), { ok: true, peer: right.self }, "after");
      assertEqual(await left.connect(right.self), { ok: true, peer: right.self }, "once more");
    },
  },
  {
    promise: "does not take somebody else at an address for the peer that was meant",
    async check(subject) {
      const [left, right, third] = [await subject.node(), await subject.node(), await subject.node()];
      left.learn(third.self, [addressOf(right)]);
      const result = await left.connect(third.self);
      assertEqual(result, { ok: false, code: "NETWORK_UNREACHABLE" }, "result");
    },
  },
  {
    promise: "says that nobody is there when a node has stopped",
    async check(subject) {
      const [left, right] = [await subject.node(), await subject.node()];
      const address = addressOf(right);
      await right.stop();
      assertEqual(await left.connect(address), { ok: false, code: "NETWORK_UNREACHABLE" }, "result");
    },
  },
  {
    promise: "has nothing to do with peers that are not admitted, whoever dials",
    async check(subject) {
      const stranger = await subject.node();
      const node = await subject.node({ admits: (peer) => peer !== stranger.self });
      assertEqual(await node.connect(addressOf(stranger)), { ok: false, code: "NETWORK_GATED" }, "outbound");
      assertEqual((await stranger.connect(addressOf(node))).ok, false, "inbound");
      await until(subject, "the stranger to be dropped", () => stranger.peers().length === 0);
      assertEqual(node.peers().length, 0, "peers");
    },
  },
  {
    promise: "tells both sides when a connection is closed",
    async check(subject) {
      const [left, right] = await pair(subject);
      const told: Did[] = [];
      left.events.on("disconnected", ({ peer }) => told.push(peer));
      right.events.on("disconnected", ({ peer }) => told.push(peer));
      await until(subject, "the connection", () => right.peers().length === 1);
      await right.disconnect(left.self);
      await until(subject, "both to be told", () => told.length === 2);
      assertEqual(told.toSorted(), [left.self, right.self].toSorted(), "told");
      assertEqual([left.peers().length, right.peers().length], [0, 0], "peers");
    },
  },
  {
    promise: "finds a kept peer again when it returns, at the same address or at another",
    async check(subject) {
      const node = await subject.node();
      const first = await subject.node({ key: 200 });
      await node.connect(addressOf(first), { keep: true });
      await first.stop();
      await until(subject, "the loss", () => node.peers().length === 0);
      const second = await subject.node({ key: 200 });
      node.learn(second.self, [addressOf(second)]);
      await until(subject, "the return", () => node.peers().length === 1);
      assertEqual(node.peers()[0]?.did, second.self, "peer");
    },
  },
  {
    promise: "does not dial a peer again that was told to be let go",
    async check(subject) {
      const [left, right] = [await subject.node(), await subject.node()];
      await left.connect(addressOf(right), { keep: true });
      await left.disconnect(right.self);
      await subject.pass(2_000);
      assertEqual(left.peers().length, 0, "peers");
    },
  },
  {
    promise: "connects to its bootstrap peers by itself, and again after they were lost",
    async check(subject) {
      const home = await subject.node();
      const node = await subject.node({ bootstrap: [addressOf(home)] });
      await until(subject, "the connection", () => node.peers().length === 1 && home.peers().length === 1);
      await home.disconnect(node.self);
      await until(subject, "the loss", () => home.peers().length === 0);
      await until(subject, "the return", () => node.peers().length === 1);
    },
  },
  {
    promise: "forgets a banned peer's connection and does not admit it again",
    async check(subject) {
      const [left, right] = await pair(subject, { limits: { dropScore: -50 } });
      right.subscribe("/icn-mesh/1/test/news", { validate: () => "reject", handle: () => undefined });
      left.subscribe("/icn-mesh/1/test/news", { validate: () => "accept", handle: () => undefined });
      await until(subject, "readiness", () => left.topicPeers("/icn-mesh/1/test/news").length === 1);
      await left.publish("/icn-mesh/1/test/news", message("forbidden"));
      await until(subject, "the peer to be dropped", () => right.peers().length === 0);
      assertEqual(await right.connect(addressOf(left)), { ok: false, code: "NETWORK_GATED" }, "result");
    },
  },
  {
    promise: "refuses to work before it is started and after it has stopped",
    async check(subject) {
      const node = await subject.node();
      const other = await subject.node();
      await connect(node, other);
      await node.stop();
      await assertFails("NETWORK_NOT_RUNNING", () => node.publish("/icn-mesh/1/test/news", message("late")));
      await assertFails("NETWORK_NOT_RUNNING", () => node.connect(addressOf(other)));
      await assertFails("NETWORK_NOT_RUNNING", () =>
        node.request(other.self, { name: "/x" }, message("late")),
      );
      assertThat(node.addresses().length === 0 && node.peers().length === 0, "a stopped node is nowhere");
    },
  },
];
