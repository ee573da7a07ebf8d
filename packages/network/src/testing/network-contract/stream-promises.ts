import { assertEqual, assertFails, assertThat, type Contract, collect } from "@icn-mesh/core/testing";
import type { MessageStream } from "../../message-stream.ts";
import type { NetworkService } from "../../network-service.ts";
import type { Protocol } from "../../protocol.ts";
import { fail, message, type NetworkSubject, pair, textOf, until } from "./network-subject.ts";

const CHAT = { name: "/icn-mesh/chat/1" };

/** What a network promises about streams of messages. */
export const streamPromises: Contract<NetworkSubject> = [
  {
    promise: "carries messages both ways, in order, until both ends have ended",
    async check(subject) {
      const [left, right] = await pair(subject);
      right.accept(CHAT, async (stream) => {
        for await (const bytes of stream.messages) await stream.send(message(`re ${textOf(bytes)}`));
        stream.end();
      });
      const stream = await opened(left, right, CHAT);
      for (const text of ["1", "", "3"]) assertEqual(await stream.send(message(text)), true, "sent");
      stream.end();
      const texts = (await collect(stream.messages)).map(textOf);
      assertEqual(texts, ["re 1", "re ", "re 3"], "answers");
      assertEqual([await stream.closed, stream.peer], [true, right.self], "end");
      assertEqual(await stream.send(message("late")), false, "sent after the end");
    },
  },
  {
    promise: "lets a fast sender wait for a slow reader, and loses nothing",
    async check(subject) {
      const [left, right] = await pair(subject);
      const go = Promise.withResolvers<void>();
      let received = 0;
      right.accept(CHAT, async (stream) => {
        await go.promise;
        for await (const bytes of stream.messages) received += bytes.length;
        stream.end();
      });
      const stream = await opened(left, right, CHAT);
      let sent = 0;
      const sending = sendMany(stream, 400, () => {
        sent += 1;
      });
      await subject.pass(300);
      const before = sent;
      await subject.pass(300);
      assertThat(sent === before && sent < 200, `${sent} messages of 32 KiB fit on the way`);
      go.resolve();
      await until(subject, "the rest", () => sent === 400);
      await sending;
      stream.end();
      assertEqual(await stream.closed, true, "end");
      assertEqual(received, 400 * 32_768, "bytes received");
    },
  },
  {
    promise: "ends on both sides when one aborts",
    async check(subject) {
      const [left, right] = await pair(subject);
      const theirs = Promise.withResolvers<MessageStream>();
      right.accept(CHAT, (stream) => theirs.resolve(stream));
      const stream = await opened(left, right, CHAT);
      await stream.send(message("hello"));
      const other = await theirs.promise;
      stream.abort();
      assertEqual([await stream.closed, await other.closed], [false, false], "closed");
      assertEqual([await stream.send(message("x")), await other.send(message("x"))], [false, false], "sent");
      await collect(other.messages);
    },
  },
  {
    promise: "aborts when the reader leaves before the end, and when the handler throws",
    async check(subject) {
      const [left, right] = await pair(subject);
      right.accept(CHAT, async ({ messages }) => {
        for await (const bytes of messages) if (textOf(bytes) === "stop") break;
      });
      right.accept({ name: "/icn-mesh/trap/1" }, () => {
        return fail("a defect");
      });
      const stream = await opened(left, right, CHAT);
      await stream.send(message("stop"));
      assertEqual(await stream.closed, false, "closed");
      const trapped = await opened(left, right, { name: "/icn-mesh/trap/1" });
      await trapped.send(message("x"));
      assertEqual(await trapped.closed, false, "closed by a defect");
    },
  },
  {
    promise: "breaks when the connection breaks",
    async check(subject) {
      const [left, right] = await pair(subject);
      const theirs = Promise.withResolvers<MessageStream>();
      right.accept(CHAT, (stream) => theirs.resolve(stream));
      const stream = await opened(left, right, CHAT);
      await stream.send(message("hello"));
      const other = await theirs.promise;
      await left.disconnect(right.self);
      assertEqual([await stream.closed, await other.closed], [false, false], "closed");
    },
  },
  {
    promise: "sends no message that is too long, and takes none",
    async check(subject) {
      const [left, right] = await pair(subject);
      const texts: string[] = [];
      right.accept({ ...CHAT, maxBytes: 10 }, async ({ messages }) => {
        for await (const bytes of messages) texts.push(textOf(bytes));
      });
      const stream = await opened(left, right, { ...CHAT, maxBytes: 100 });
      await assertFails("NETWORK_TOO_LARGE", () => stream.send(new Uint8Array(101)));
      await stream.send(message("short"));
      await stream.send(new Uint8Array(50));
      assertEqual(await stream.closed, false, "closed");
      await until(subject, "the short one", () => texts.length > 0);
      assertEqual(texts, ["short"], "texts");
    },
  },
  {
    promise: "says why there is no stream",
    async check(subject) {
      const [left, right] = await pair(subject);
      const unsupported = await left.open(right.self, { name: "/icn-mesh/unknown/1" });
      assertEqual(unsupported, { ok: false, code: "NETWORK_UNSUPPORTED" }, "result");
      const gone = await subject.node();
      await gone.stop();
      const unreachable = await left.open(gone.self, CHAT);
      assertEqual(unreachable, { ok: false, code: "NETWORK_UNREACHABLE" }, "result");
    },
  },
  {
    promise: "is read once",
    async check(subject) {
      const [left, right] = await pair(subject);
      right.accept(CHAT, (stream) => stream.end());
      const stream = await opened(left, right, CHAT);
      stream.end();
      await collect(stream.messages);
      await assertFails("NETWORK_READ_TWICE", () => collect(stream.messages));
    },
  },
];

async function opened(from: NetworkService, to: NetworkService, protocol: Protocol): Promise<MessageStream> {
  const result = await from.open(to.self, protocol);
  assertThat(result.ok, "a stream was opened");
  return result.stream;
}

async function sendMany(stream: MessageStream, count: number, onSent: () => void): Promise<void> {
  for (let at = 0; at < count; at++) {
    await stream.send(new Uint8Array(32_768));
    onSent();
  }
}
