import { type Cid, cidOf, type Did, MAX_BLOCK_BYTES } from "@icn-mesh/core";
import { createHandClock, createRecordingLogger, type HandClock, sampleDid } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { createBlockCounts } from "../../../src/blocks/block-counts.ts";
import { BLOCK_LIMITS, type BlockLimits } from "../../../src/blocks/block-limits.ts";
import { createBlockServer } from "../../../src/blocks/server/block-server.ts";
import type { ServeBlock } from "../../../src/blocks/server/gather-answer.ts";
import {
  type BlockMessage,
  decodeBlockMessage,
  encodeBlockMessage,
  type Want,
  wantOf,
} from "../../../src/blocks/wire/block-message.ts";

const [peer, other] = [sampleDid(1), sampleDid(2)];
const blocks = new Map(
  Array.from({ length: 2000 }, (_, at) => Uint8Array.of(at, at >> 8, 7)).map((bytes) => [
    cidOf(bytes, "raw"),
    bytes,
  ]),
);
const cids = [...blocks.keys()];
const unknown = cidOf(Uint8Array.of(9, 9, 9, 9), "raw");

/** A peer that takes answers, unless told to stall. */
function replyStream(did: Did = peer) {
  const messages: BlockMessage[] = [];
  let stalled: PromiseWithResolvers<boolean> | undefined;
  return {
    peer: did,
    messages,
    isAborted: false,
    stall() {
      stalled = Promise.withResolvers();
    },
    goOn() {
      stalled?.resolve(true);
      stalled = undefined;
    },
    async send(bytes: Uint8Array, { signal }: { readonly signal?: AbortSignal } = {}): Promise<boolean> {
      const message = decodeBlockMessage(bytes);
      if (message) messages.push(message);
      if (stalled === undefined) return true;
      const { promise, reject } = stalled;
      signal?.addEventListener("abort", () => reject(signal.reason));
      return promise;
    },
    abort() {
      this.isAborted = true;
      stalled?.resolve(false);
    },
  };
}

function setUp({
  serve = (cid) => blocks.get(cid),
  ...limits
}: Partial<BlockLimits> & { serve?: ServeBlock } = {}) {
  const clock = createHandClock();
  const logger = createRecordingLogger();
  const counts = createBlockCounts();
  const read: Cid[] = [];
  const counted: ServeBlock = (cid, asking) => {
    read.push(cid);
    return serve(cid, asking);
  };
  const server = createBlockServer(
    { clock, logger, serve: counted, counts },
    { ...BLOCK_LIMITS, batchBytes: 30, ...limits },
  );
  return { clock, logger, counts, read, server, settle: () => settled(clock) };
}

/** Some thousand turns of the loop later. */
async function settled(clock: HandClock): Promise<void> {
  for (let time = 0; time < 50; time++) await clock.advance(0);
}

const asking = (...wants: Want[]): BlockMessage => ({ wants, blocks: [], presences: [] });
const wantsFor = (some: readonly Cid[]) => asking(...some.map((cid) => wantOf(cid, "block")));
const sent = ({ messages }: { messages: BlockMessage[] }) =>
  messages.flatMap((message) => message.blocks.map(({ bytes }) => cidOf(bytes, "raw")));

describe("the side that answers wants", () => {
  it("sends every block that was asked for, in the order of asking, small ones together", async () => {
    const { server, settle, counts } = setUp();
    const reply = replyStream();
    await server.take(reply, wantsFor(cids.slice(0, 25)));
    await settle();
    expect(sent(reply)).toEqual(cids.slice(0, 25));
    expect(reply.messages.map(({ blocks: some }) => some.length)).toEqual([10, 10, 5]);
    expect(counts.stats()).toMatchObject({ blocksSent: 25, bytesSent: 75 });
  });

  it("says whether it has a block when that is the question", async () => {
    const { server, settle } = setUp();
    const reply = replyStream();
    const [first] = cids;
    await server.take(reply, asking(wantOf(first!, "presence"), wantOf(unknown, "presence")));
    await settle();
    const answers = reply.messages.flatMap(({ presences }) => presences.map(({ cid, has }) => [cid, has]));
    expect(answers).toEqual([
      [first, true],
      [unknown, false],
    ]);
  });

  it("says no to a peer that may not have the block, as if it were not here", async () => {
    const { server, settle, counts } = setUp({
      serve: (cid, did) => (did === peer ? blocks.get(cid) : undefined),
    });
    const [friend, stranger] = [replyStream(peer), replyStream(other)];
    const [cid] = cids;
    await server.take(friend, wantsFor([cid!]));
    await server.take(stranger, wantsFor([cid!, unknown]));
    await settle();
    expect(sent(friend)).toEqual([cid]);
    expect(sent(stranger)).toEqual([]);
    expect(stranger.messages.flatMap(({ presences }) => presences.map(({ has }) => has))).toEqual([
      false,
      false,
    ]);
    expect(counts.stats().refused).toBe(2);
  });

  it("keeps silent where it has no block and the peer did not ask to be told", async () => {
    const { server, settle } = setUp();
    const reply = replyStream();
    await server.take(reply, asking({ ...wantOf(unknown, "block"), answerNo: false }));
    await settle();
    expect(reply.messages).toEqual([]);
  });

  it("says no to names that are no CIDs of this mesh, without asking for such a block", async () => {
    const { server, settle, read } = setUp();
    const reply = replyStream();
    const name = Uint8Array.of(0x12, 0x20, ...new Uint8Array(32));
    await server.take(reply, asking({ name, cid: undefined, type: "block", answerNo: true }));
    await settle();
    expect(reply.messages).toMatchObject([{ presences: [{ name, has: false }] }]);
    expect(read).toEqual([]);
  });

  it("reads no block before it can be sent: a peer that does not read costs one message", async () => {
    const { server, settle, read } = setUp();
    const reply = replyStream();
    reply.stall();
    await server.take(reply, wantsFor(cids.slice(0, 1000)));
    await settle();
    expect(read).toHaveLength(10);
    reply.goOn();
    await settle();
    expect(sent(reply)).toHaveLength(1000);
  });

  it("gives up a peer that takes nothing, and owes it nothing more", async () => {
    const { server, clock, settle, read, counts } = setUp({ sendTimeoutMs: 1_000 });
    const reply = replyStream();
    reply.stall();
    await server.take(reply, wantsFor(cids.slice(0, 100)));
    await settle();
    await clock.advance(1_000);
    expect(reply.isAborted).toBe(true);
    expect(counts.stats().abandoned).toBe(1);
    expect(read).toHaveLength(10);
    expect(clock.pending).toBe(0);
  });

  it("answers honest peers although stalled ones hold every turn", async () => {
    const { server, clock, settle } = setUp({ maxServed: 3, patienceMs: 500 });
    const stalled = [11, 12, 13].map((number) => replyStream(sampleDid(number)));
    for (const reply of stalled) {
      reply.stall();
      await server.take(reply, wantsFor(cids.slice(0, 100)));
    }
    await settle();
    const honest = replyStream();
    await server.take(honest, wantsFor(cids.slice(0, 5)));
    await clock.advance(500);
    expect(sent(honest)).toHaveLength(5);
    expect(stalled.filter(({ isAborted }) => isAborted)).toHaveLength(1);
  });

  it("forgets a want that is cancelled before its turn", async () => {
    const { server, settle } = setUp();
    const reply = replyStream();
    reply.stall();
    await server.take(reply, wantsFor(cids.slice(0, 20)));
    await settle();
    await server.take(reply, asking(...cids.slice(10, 19).map((cid) => wantOf(cid, "cancel"))));
    reply.goOn();
    await settle();
    expect(sent(reply)).toEqual([...cids.slice(0, 10), cids[19]]);
  });

  it("forgets what was wanted on a stream that is over, and no other", async () => {
    const { server, settle } = setUp();
    const [first, second] = [replyStream(), replyStream()];
    first.stall();
    await server.take(first, wantsFor(cids.slice(0, 20)));
    await server.take(second, wantsFor(cids.slice(20, 25)));
    await settle();
    server.leave(first);
    first.goOn();
    await settle();
    expect(sent(first)).toHaveLength(10);
    expect(sent(second)).toEqual(cids.slice(20, 25));
  });

  it("takes no more wants from a peer than it may have open: who asks on waits", async () => {
    const { server, settle } = setUp({ maxWantsPerPeer: 50 });
    const reply = replyStream();
    reply.stall();
    const taken = server.take(reply, wantsFor(cids.slice(0, 100)));
    let isTaken = false;
    const watched = taken.then(() => {
      isTaken = true;
    });
    await settle();
    expect(isTaken).toBe(false);
    reply.goOn();
    await watched;
    expect(sent(reply).length).toBeGreaterThan(50);
  });

  it("gives one peer no more than its bytes, over all its streams and connections", async () => {
    const { server, clock, settle } = setUp({ bytesPerSecond: 30, burstBytes: 30 });
    for (let visit = 0; visit < 3; visit++) {
      const reply = replyStream();
      await server.take(reply, wantsFor(cids.slice(0, 10)));
      await settle();
      expect(sent(reply)).toHaveLength(visit === 0 ? 10 : 0);
      server.leave(reply);
    }
    const stranger = replyStream(other);
    await server.take(stranger, wantsFor(cids.slice(0, 10)));
    const late = replyStream();
    await server.take(late, wantsFor(cids.slice(0, 10)));
    await settle();
    expect([sent(stranger), sent(late)].map(({ length }) => length)).toEqual([10, 0]);
    await clock.advance(1_100);
    expect(sent(late)).toHaveLength(10);
  });

  it("says no, and tells the operator, where the block cannot be read or is too large", async () => {
    const broken = () => {
      throw new Error("the disk is gone");
    };
    for (const serve of [broken, () => new Uint8Array(MAX_BLOCK_BYTES + 1)]) {
      const { server, settle, logger } = setUp({ serve });
      const reply = replyStream();
      await server.take(reply, wantsFor(cids.slice(0, 1)));
      await settle();
      expect(reply.messages).toMatchObject([{ blocks: [], presences: [{ has: false }] }]);
      expect(logger.entries.map(({ level }) => level)).toEqual(serve === broken ? ["error"] : []);
    }
  });

  it("answers nothing after its end", async () => {
    const { server, settle, clock } = setUp({ bytesPerSecond: 1, burstBytes: 1 });
    const reply = replyStream();
    await server.take(reply, wantsFor(cids.slice(0, 20)));
    await settle();
    server.stop();
    await server.take(reply, wantsFor(cids.slice(20, 30)));
    await settle();
    expect(sent(reply)).toHaveLength(10);
    expect(clock.pending).toBe(0);
  });

  it("reads of a want-list of a million entries as many as it may hold", async () => {
    const entry = encodeBlockMessage(asking(wantOf(unknown, "block"))).subarray(2);
    const list = new Uint8Array(90_000 * entry.length);
    for (let at = 0; at < list.length; at += entry.length) list.set(entry, at);
    const bytes = Buffer.concat([Uint8Array.of(0x0a, ...varint(list.length)), list]);
    const { server, settle, read } = setUp();
    for (let message = 0; message < 12; message++) {
      const reply = replyStream(sampleDid(message));
      const decoded = decodeBlockMessage(bytes);
      if (decoded) await server.take(reply, decoded);
      await settle();
    }
    expect(read).toHaveLength(12); // the same block, so one want a peer
  });
});

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}
