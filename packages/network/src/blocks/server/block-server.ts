import { type Clock, createBoundedMap, type Did, type Logger, within } from "@icn-mesh/core";
import type { BlockCounts } from "../block-counts.ts";
import type { BlockLimits } from "../block-limits.ts";
import { type BlockMessage, encodeBlockMessage } from "../wire/block-message.ts";
import { type ByteBudget, createByteBudget } from "./byte-budget.ts";
import { gatherAnswer, type ServeBlock } from "./gather-answer.ts";
import { createPeerLedger, type PeerLedger, type ReplyStream } from "./peer-ledger.ts";
import { createTurns } from "./turns.ts";

/** The side that answers wants. */
export interface BlockServer {
  /** Takes in what a peer wants, to be answered on `reply`; resolves when that peer may say more. */
  take(reply: ReplyStream, message: BlockMessage): Promise<void>;
  /** Forgets what was wanted on a stream that is over. */
  leave(reply: ReplyStream): void;
  /** Answers nothing more. */
  stop(): void;
}

/** What the server needs. */
export interface BlockServerComponents {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly serve: ServeBlock;
  readonly counts: BlockCounts;
}

/** Budgets of peers that are gone are kept for a while, so that nobody gets a full one by coming back. */
const BUDGETS_KEPT = 4096;

/**
 * Answers a peer's wants one message after the other, so that a peer that does not read costs one message of memory,
 * and asks for a block only when it is about to be sent.
 */
export function createBlockServer(components: BlockServerComponents, limits: BlockLimits): BlockServer {
  const { clock, logger, serve, counts } = components;
  const workers = new Map<Did, Worker>(); // of peers that wait for an answer
  const budgets = createBoundedMap<Did, ByteBudget>({ max: BUDGETS_KEPT, whenFull: "evict-least-used" });
  const turns = createTurns(clock, { max: limits.maxServed, patienceMs: limits.patienceMs });
  const stopped = new AbortController();

  function workerOf(peer: Did): Worker {
    const known = workers.get(peer);
    if (known) return known;
    const budget = budgets.get(peer) ?? createByteBudget(clock, limits);
    budgets.set(peer, budget);
    const worker = { ledger: createPeerLedger(peer, budget), isBusy: false, room: undefined };
    workers.set(peer, worker);
    return worker;
  }

  function begin(worker: Worker): void {
    if (worker.isBusy || stopped.signal.aborted) return;
    worker.isBusy = true;
    const { peer } = worker.ledger;
    const report = (error: unknown) => logger.error("answering failed", { peer, error: String(error) });
    work(worker).catch((error) => stopped.signal.aborted || report(error));
  }

  async function work(worker: Worker): Promise<void> {
    const { ledger } = worker;
    try {
      for (let [first] = ledger.wants; first && !stopped.signal.aborted; [first] = ledger.wants) {
        await ledger.budget.room({ signal: stopped.signal });
        await answer(ledger, first[1].reply);
        if (ledger.wants.size < limits.maxWantsPerPeer) makeRoom(worker);
      }
    } finally {
      worker.isBusy = false;
      workers.delete(ledger.peer);
      makeRoom(worker);
    }
  }

  async function answer(ledger: PeerLedger, reply: ReplyStream): Promise<void> {
    const release = await turns.take(reply);
    if (release === undefined) return;
    try {
      const options = { serve, logger, batchBytes: limits.batchBytes };
      const { message, bytes, refused } = await gatherAnswer(ledger, reply, options);
      ledger.budget.charge(bytes);
      counts.add("refused", refused);
      await send(reply, message);
    } finally {
      release();
    }
  }

  async function send(reply: ReplyStream, message: BlockMessage): Promise<void> {
    if (await sendAnswer(reply, message, { clock, counts, timeoutMs: limits.sendTimeoutMs })) return;
    counts.add("abandoned");
    leave(reply);
    reply.abort();
  }

  function leave(reply: ReplyStream): void {
    workers.get(reply.peer)?.ledger.leave(reply);
  }

  return {
    async take(reply, message) {
      const worker = workerOf(reply.peer);
      const foreign = worker.ledger.enter(reply, message);
      begin(worker);
      await send(reply, { wants: [], blocks: [], presences: foreign });
      while (worker.isBusy && worker.ledger.wants.size >= limits.maxWantsPerPeer) await roomIn(worker);
    },
    leave,
    stop() {
      stopped.abort();
      turns.stop();
    },
  };
}

/** Sends what there is to say; false if the peer did not take it in time. */
async function sendAnswer(
  reply: ReplyStream,
  message: BlockMessage,
  options: { readonly clock: Clock; readonly counts: BlockCounts; readonly timeoutMs: number },
): Promise<boolean> {
  if (message.blocks.length + message.presences.length === 0) return true;
  const { clock, counts, timeoutMs } = options;
  const bytes = encodeBlockMessage(message);
  const hasRoom = await within(clock, { ms: timeoutMs }, (signal) => reply.send(bytes, { signal }));
  if (hasRoom !== true) return false;
  counts.add("blocksSent", message.blocks.length);
  counts.add(
    "bytesSent",
    message.blocks.reduce((sum, block) => sum + block.bytes.length, 0),
  );
  return true;
}

/** Who answers one peer, and whoever waits for room in its ledger. */
interface Worker {
  readonly ledger: PeerLedger;
  isBusy: boolean;
  room: PromiseWithResolvers<void> | undefined;
}

function roomIn(worker: Worker): Promise<void> {
  worker.room ??= Promise.withResolvers();
  return worker.room.promise;
}

function makeRoom(worker: Worker): void {
  worker.room?.resolve();
  worker.room = undefined;
}
