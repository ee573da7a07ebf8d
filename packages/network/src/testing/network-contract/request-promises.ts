import { assertEqual, assertFails, assertThat, type Contract } from "@icn-mesh/core/testing";
import { addressOf, fail, message, type NetworkSubject, pair, textOf, until } from "./network-subject.ts";

const ECHO = { name: "/icn-mesh/echo/1" };
const SMALL = { name: "/icn-mesh/small/1", maxBytes: 10 };

/** What a network promises about requests. */
export const requestPromises: Contract<NetworkSubject> = [
  {
    promise: "answers a request, and says who asked",
    async check(subject) {
      const [left, right] = await pair(subject);
      const peers: string[] = [];
      right.handle(ECHO, ({ bytes, peer }) => {
        peers.push(peer);
        return bytes;
      });
      const result = await left.request(right.self, ECHO, message("hello"));
      assertEqual(result, { ok: true, bytes: message("hello") }, "result");
      assertEqual(peers, [left.self], "who asked");
    },
  },
  {
    promise: "answers many requests at once, each with its own answer, in any order, both ways",
    async check(subject) {
      const [left, right] = await pair(subject);
      const held: (() => void)[] = [];
      left.handle(ECHO, ({ bytes }) => bytes);
      right.handle(ECHO, async ({ bytes }) => {
        if (textOf(bytes) === "0") await new Promise<void>((resolve) => held.push(resolve));
        return bytes;
      });
      const texts = Array.from({ length: 500 }, (_, index) => `${index}`);
      const first = left.request(right.self, ECHO, message("0"));
      const others = await Promise.all(
        texts.slice(1).map((text) => left.request(right.self, ECHO, message(text))),
      );
      assertEqual(
        others,
        texts.slice(1).map((text) => ({ ok: true, bytes: message(text) })),
        "answers",
      );
      for (const release of held) release();
      assertEqual(await first, { ok: true, bytes: message("0") }, "the first");
      const back = await right.request(left.self, ECHO, message("back"));
      assertEqual(back, { ok: true, bytes: message("back") }, "the other way");
    },
  },
  {
    promise: "carries empty messages and messages of the greatest length",
    async check(subject) {
      const [left, right] = await pair(subject);
      const protocol = { name: "/icn-mesh/large/1", maxBytes: 2 ** 22 };
      right.handle(protocol, ({ bytes }) => bytes);
      for (const length of [0, 1, 127, 128, 65_536, 2 ** 22]) {
        const bytes = new Uint8Array(length).fill(7);
        assertEqual(await left.request(right.self, protocol, bytes), { ok: true, bytes }, `${length} bytes`);
      }
    },
  },
  {
    promise: "dials a peer whose address is known when it is asked",
    async check(subject) {
      const [left, right] = [await subject.node(), await subject.node()];
      right.handle(ECHO, ({ bytes }) => bytes);
      left.learn(right.self, [addressOf(right)]);
      assertEqual((await left.request(right.self, ECHO, message("hello"))).ok, true, "result");
    },
  },
  {
    promise: "says why there is no answer: nobody there, no handler, refused, or a handler that failed",
    async check(subject) {
      const [left, right] = await pair(subject);
      const gone = await subject.node();
      await gone.stop();
      right.handle(ECHO, ({ bytes }) => {
        if (textOf(bytes) === "no") return null;
        return fail("a defect");
      });
      const ask = async (text: string) => left.request(right.self, ECHO, message(text));
      assertEqual(await ask("no"), { ok: false, code: "NETWORK_REFUSED" }, "refused");
      assertEqual(await ask("trap"), { ok: false, code: "NETWORK_FAILED" }, "failed");
      const unknown = await left.request(right.self, { name: "/icn-mesh/unknown/1" }, message("x"));
      assertEqual(unknown, { ok: false, code: "NETWORK_UNSUPPORTED" }, "unsupported");
      const unreachable = await left.request(gone.self, ECHO, message("x"));
      assertEqual(unreachable, { ok: false, code: "NETWORK_UNREACHABLE" }, "unreachable");
    },
  },
  {
    promise: "gives up at the deadline, and tells the handler",
    async check(subject) {
      const [left, right] = await pair(subject);
      let isTold = false;
      right.handle(ECHO, ({ signal }) => {
        signal.addEventListener("abort", () => {
          isTold = true;
        });
        return new Promise<null>(() => undefined);
      });
      const asking = left.request(right.self, ECHO, message("wait"), { timeoutMs: 200 });
      await subject.pass(400);
      assertEqual(await asking, { ok: false, code: "NETWORK_TIMEOUT" }, "result");
      await until(subject, "the handler to be told", () => isTold);
    },
  },
  {
    promise: "gives up when its signal aborts, with the reason, and tells the handler",
    async check(subject) {
      const [left, right] = await pair(subject);
      let [isAsked, isTold] = [false, false];
      right.handle(ECHO, ({ signal }) => {
        isAsked = true;
        signal.addEventListener("abort", () => {
          isTold = true;
        });
        return new Promise<null>(() => undefined);
      });
      const leave = new AbortController();
      const reason = new Error("enough");
      const asking = left.request(right.self, ECHO, message("wait"), { signal: leave.signal });
      const given = asking.catch((error: unknown) => error);
      await until(subject, "the request", () => isAsked);
      leave.abort(reason);
      assertEqual(await given, reason, "reason");
      await until(subject, "the handler to be told", () => isTold);
      const again = left.request(right.self, ECHO, message("x"), { signal: leave.signal });
      assertEqual(await again.catch((error: unknown) => error), reason, "reason of another");
    },
  },
  {
    promise: "says that the connection broke when it breaks, and asks over a new one",
    async check(subject) {
      const [left, right] = await pair(subject);
      let isAsked = false;
      right.handle(ECHO, ({ bytes }) => {
        isAsked = true;
        return textOf(bytes) === "wait" ? new Promise<null>(() => undefined) : bytes;
      });
      const asking = left.request(right.self, ECHO, message("wait"));
      await until(subject, "the request", () => isAsked);
      await right.disconnect(left.self);
      assertEqual(await asking, { ok: false, code: "NETWORK_DISCONNECTED" }, "result");
      left.learn(right.self, [addressOf(right)]);
      await until(subject, "the loss", () => left.peers().length === 0);
      assertEqual((await left.request(right.self, ECHO, message("again"))).ok, true, "again");
    },
  },
  {
    promise: "neither sends nor takes more bytes than the protocol allows",
    async check(subject) {
      const [left, right] = await pair(subject);
      right.handle(SMALL, () => message("eleven chars"));
      await assertFails("NETWORK_TOO_LARGE", () => left.request(right.self, SMALL, message("eleven chars")));
      const result = await left.request(right.self, SMALL, message("short"));
      assertEqual(result, { ok: false, code: "NETWORK_TOO_LARGE" }, "a long answer");
    },
  },
  {
    promise: "drops the stream of a peer that sends more than is allowed, and answers others",
    async check(subject) {
      const [left, right] = await pair(subject);
      right.handle(SMALL, ({ bytes }) => bytes);
      const result = await left.request(right.self, { name: SMALL.name }, new Uint8Array(1_000));
      assertEqual(result.ok, false, "result");
      const third = await subject.node();
      await third.connect(addressOf(right));
      assertEqual((await third.request(right.self, SMALL, message("short"))).ok, true, "another peer");
      const score = right.peers().find(({ did }) => did === left.self)?.score ?? -1;
      assertThat(score < 0, "it was not held against the peer");
    },
  },
  {
    promise: "answers by one handler, until it is taken away",
    async check(subject) {
      const [left, right] = await pair(subject);
      const remove = right.handle(ECHO, ({ bytes }) => bytes);
      await assertFails("NETWORK_PROTOCOL_TAKEN", () => right.handle(ECHO, () => null));
      await assertFails("NETWORK_BAD_PROTOCOL", () => right.handle({ name: "no slash" }, () => null));
      remove();
      const unsupported = await left.request(right.self, ECHO, message("x"));
      assertEqual(unsupported, { ok: false, code: "NETWORK_UNSUPPORTED" }, "result");
      right.handle(ECHO, ({ bytes }) => bytes);
      assertEqual((await left.request(right.self, ECHO, message("x"))).ok, true, "again");
    },
  },
];
