import { assertEqual, assertFails, assertThat, type Contract } from "@icn-mesh/core/testing";
import type { TopicMessage } from "../../network-service.ts";
import {
  allReady,
  connect,
  fail,
  hear,
  line,
  message,
  NEWS,
  type NetworkSubject,
  OTHER,
  pair,
  textOf,
  until,
} from "./network-subject.ts";

/** What a network promises about the messages of topics. */
export const topicPromises: Contract<NetworkSubject> = [
  {
    promise: "delivers a message to all who take part, over several hops, and not to its publisher",
    async check(subject) {
      const nodes = await line(subject, 3);
      const heard = nodes.map(() => hear());
      for (const [at, node] of nodes.entries()) node.subscribe(NEWS, heard[at] ?? hear());
      await allReady(subject, nodes, [1, 2, 1]);
      const published = await nodes[0]?.publish(NEWS, message("hello"));
      assertEqual(published, { ok: true, peers: 1 }, "result");
      await until(subject, "the message", () => heard[2]?.texts.length === 1);
      assertEqual(
        heard.map(({ texts }) => texts),
        [[], ["hello"], ["hello"]],
        "heard",
      );
      assertEqual(heard[2]?.messages[0]?.from, nodes[1]?.self, "the neighbour that passed it on");
    },
  },
  {
    promise: "says that a message reached nobody when nobody takes part",
    async check(subject) {
      const [left] = await pair(subject);
      assertEqual(await left.publish(NEWS, message("alone")), { ok: true, peers: 0 }, "result");
    },
  },
  {
    promise: "publishes the same message once",
    async check(subject) {
      const [left, right] = await pair(subject);
      const heard = hear();
      left.subscribe(NEWS, hear());
      right.subscribe(NEWS, heard);
      await allReady(subject, [left, right], [1, 1]);
      await left.publish(NEWS, message("once"));
      const again = await left.publish(NEWS, message("once"));
      assertEqual(again, { ok: false, code: "NETWORK_DUPLICATE" }, "result");
      await until(subject, "the message", () => heard.texts.length > 0);
      await left.publish(NEWS, message("last"));
      await until(subject, "the last", () => heard.texts.includes("last"));
      assertEqual(heard.texts, ["once", "last"], "heard");
    },
  },
  {
    promise:
      "neither delivers nor passes on what is ignored or rejected, and holds only the latter against the neighbour",
    async check(subject) {
      const nodes = await line(subject, 3);
      const verdictOf = ({ bytes }: TopicMessage) => {
        const text = textOf(bytes);
        if (text === "bad") return "reject";
        return text === "late" ? "ignore" : "accept";
      };
      const [first, middle, last] = [hear(), hear(verdictOf), hear()];
      for (const [at, heard] of [first, middle, last].entries()) nodes[at]?.subscribe(NEWS, heard);
      await allReady(subject, nodes, [1, 2, 1]);
      const scoreOfFirst = () => nodes[1]?.peers().find(({ did }) => did === nodes[0]?.self)?.score ?? 0;
      await nodes[0]?.publish(NEWS, message("late"));
      await nodes[0]?.publish(NEWS, message("good"));
      await until(subject, "the good one", () => last.texts.includes("good"));
      assertThat(scoreOfFirst() >= 0, "an ignored message was held against its neighbour");
      await nodes[0]?.publish(NEWS, message("bad"));
      await nodes[0]?.publish(NEWS, message("better"));
      await until(subject, "the better one", () => last.texts.includes("better"));
      assertEqual(
        [middle.texts, last.texts],
        [
          ["good", "better"],
          ["good", "better"],
        ],
        "heard",
      );
      await until(subject, "the score to fall", () => scoreOfFirst() < 0);
    },
  },
  {
    promise: "takes messages of one identity for one, and asks about the first only",
    async check(subject) {
      const topics = [{ topic: NEWS, identify: (bytes: Uint8Array) => bytes.subarray(1) }];
      const [left, right] = await pair(subject, { topics });
      let asked = 0;
      const heard = hear(() => {
        asked += 1;
        return "accept";
      });
      left.subscribe(NEWS, hear());
      right.subscribe(NEWS, heard);
      await allReady(subject, [left, right], [1, 1]);
      await left.publish(NEWS, message("1body"));
      assertEqual(
        await left.publish(NEWS, message("2body")),
        { ok: false, code: "NETWORK_DUPLICATE" },
        "result",
      );
      await left.publish(NEWS, message("3other"));
      await until(subject, "the other", () => heard.texts.includes("3other"));
      assertEqual([heard.texts, asked], [["1body", "3other"], 2], "heard");
    },
  },
  {
    promise: "keeps a slow subscriber, which loses its oldest messages, counted, and gets the newest",
    async check(subject) {
      const [left, right] = await pair(subject);
      const go = Promise.withResolvers<void>();
      const texts: string[] = [];
      left.subscribe(NEWS, hear());
      const fast = hear();
      right.subscribe(NEWS, fast);
      const slow = right.subscribe(NEWS, {
        validate: () => "accept",
        queue: 2,
        handle(heard) {
          texts.push(textOf(heard.bytes));
          return go.promise;
        },
      });
      await allReady(subject, [left, right], [1, 1]);
      for (const text of ["1", "2", "3", "4", "5"]) await left.publish(NEWS, message(text));
      await until(subject, "all at the fast one", () => fast.texts.length === 5);
      assertEqual([slow.waiting, slow.lost], [2, 2], "waiting and lost");
      go.resolve();
      await until(subject, "the slow one", () => texts.length === 3);
      await left.publish(NEWS, message("6"));
      await until(subject, "the next", () => texts.includes("6"));
      assertEqual(texts, [fast.texts[0], ...fast.texts.slice(3)], "texts");
    },
  },
  {
    promise: "follows the strictest of several subscribers",
    async check(subject) {
      const [left, right] = await pair(subject);
      const [lenient, strict] = [hear(), hear(({ bytes }) => (textOf(bytes) === "no" ? "ignore" : "accept"))];
      left.subscribe(NEWS, hear());
      right.subscribe(NEWS, lenient);
      right.subscribe(NEWS, strict);
      await allReady(subject, [left, right], [1, 1]);
      for (const text of ["no", "yes"]) await left.publish(NEWS, message(text));
      await until(subject, "a message", () => lenient.texts.length > 0);
      assertEqual([lenient.texts, strict.texts], [["yes"], ["yes"]], "texts");
    },
  },
  {
    promise: "survives a validator and a handler that throw",
    async check(subject) {
      const [left, right] = await pair(subject);
      const texts: string[] = [];
      left.subscribe(NEWS, hear());
      right.subscribe(NEWS, {
        validate({ bytes }) {
          if (textOf(bytes) === "trap") return fail("a defect");
          return "accept";
        },
        handle({ bytes }) {
          texts.push(textOf(bytes));
          fail("another");
        },
      });
      await allReady(subject, [left, right], [1, 1]);
      for (const text of ["1", "trap", "2"]) await left.publish(NEWS, message(text));
      await until(subject, "the second", () => texts.includes("2"));
      assertEqual(texts, ["1", "2"], "texts");
    },
  },
  {
    promise: "hears nothing after a subscription was stopped, and again after a new one",
    async check(subject) {
      const [left, right] = await pair(subject);
      const [before, after] = [hear(), hear()];
      left.subscribe(NEWS, hear());
      const subscription = right.subscribe(NEWS, before);
      await allReady(subject, [left, right], [1, 1]);
      await left.publish(NEWS, message("1"));
      await until(subject, "the first", () => before.texts.length === 1);
      subscription.stop();
      subscription.stop();
      await until(subject, "the other to leave", () => left.topicPeers(NEWS).length === 0);
      await left.publish(NEWS, message("2"));
      right.subscribe(NEWS, after);
      await allReady(subject, [left, right], [1, 1]);
      await left.publish(NEWS, message("3"));
      await until(subject, "the third", () => after.texts.includes("3"));
      assertEqual(before.texts, ["1"], "before");
    },
  },
  {
    promise: "keeps topics apart",
    async check(subject) {
      const [left, right] = await pair(subject);
      const [news, other] = [hear(), hear()];
      for (const topic of [NEWS, OTHER]) left.subscribe(topic, hear());
      right.subscribe(NEWS, news);
      right.subscribe(OTHER, other);
      await allReady(subject, [left, right], [1, 1]);
      await until(subject, "the other topic", () => left.topicPeers(OTHER).length === 1);
      await left.publish(OTHER, message("same"));
      await left.publish(NEWS, message("same"));
      await until(subject, "both", () => news.texts.length + other.texts.length === 2);
      assertEqual([news.texts, other.texts], [["same"], ["same"]], "texts");
    },
  },
  {
    promise: "waits for neighbours as long as its signal lets it",
    async check(subject) {
      const [left, right] = await pair(subject);
      left.subscribe(NEWS, hear());
      const ready = left.ready(NEWS, 1);
      right.subscribe(NEWS, hear());
      await until(subject, "readiness", () => left.topicPeers(NEWS).length === 1);
      await ready;
      await left.ready(NEWS, 1);
      const leave = new AbortController();
      const reason = new Error("enough");
      const waiting = left.ready(NEWS, 2, { signal: leave.signal }).catch((error: unknown) => error);
      leave.abort(reason);
      assertEqual(await waiting, reason, "reason");
    },
  },
  {
    promise: "stops waiting for neighbours when it stops",
    async check(subject) {
      const node = await subject.node();
      const waiting = assertFails("NETWORK_NOT_RUNNING", () => node.ready(NEWS, 1));
      await subject.pass(0);
      await node.stop();
      await waiting;
    },
  },
  {
    promise:
      "takes part in a topic that is declared while it runs, with neighbours who were part of it before",
    async check(subject) {
      const [left, right] = [await subject.node(), await subject.node({ topics: [{ topic: NEWS }] })];
      const [before, after] = [hear(), hear()];
      left.subscribe(OTHER, before);
      for (const node of [left, right]) node.subscribe(NEWS, hear());
      await connect(left, right);
      await allReady(subject, [left, right], [1, 1]);
      const withdraw = right.declare([{ topic: OTHER }]);
      const subscription = right.subscribe(OTHER, after);
      await until(subject, "both to know", () =>
        [left, right].every((node) => node.topicPeers(OTHER).length === 1),
      );
      await right.publish(OTHER, message("new here"));
      await left.publish(OTHER, message("welcome"));
      await until(subject, "both", () => before.texts.length + after.texts.length === 2);
      assertEqual([before.texts, after.texts], [["new here"], ["welcome"]], "texts");
      await assertFails("NETWORK_TOPIC_TWICE", () => right.declare([{ topic: OTHER }]));
      withdraw();
      await assertFails("NETWORK_UNKNOWN_TOPIC", () => right.publish(OTHER, message("gone")));
      await until(subject, "the other to know", () => left.topicPeers(OTHER).length === 0);
      subscription.stop();
      right.declare([{ topic: OTHER }]);
      right.subscribe(OTHER, after);
      await until(subject, "both to know again", () =>
        [left, right].every((node) => node.topicPeers(OTHER).length === 1),
      );
    },
  },
  {
    promise: "knows no topics but its own, and takes no message that is too long",
    async check(subject) {
      const topics = [{ topic: NEWS, maxBytes: 10 }];
      const node = await subject.node({ topics });
      await assertFails("NETWORK_UNKNOWN_TOPIC", () => node.publish(OTHER, message("x")));
      await assertFails("NETWORK_UNKNOWN_TOPIC", () => node.subscribe(OTHER, hear()));
      await assertFails("NETWORK_TOO_LARGE", () => node.publish(NEWS, message("eleven chars")));
    },
  },
];
