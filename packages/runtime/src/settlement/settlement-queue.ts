import type { Cid, Clock, Logger, Service, Storage } from "@icn-mesh/core";
import type { ChainSettlement, SettlementChain } from "../ports/settlement-chain.ts";
import { createChanges } from "../tasks/changes.ts";
import type { ChainEntry } from "./chain-entry.ts";
import { createChainOutbox } from "./chain-outbox.ts";
import { createChainRounds } from "./chain-rounds.ts";

/** Brings settlements to a chain, each until the chain has it for good or refuses it, over crashes, forks and silence. */
export interface SettlementQueue extends Service {
  /** Takes one in; it is durable once resolved. False for one that was taken in before. */
  add(settlement: ChainSettlement): Promise<boolean>;
  /** How far one has come. */
  find(id: Cid): Promise<ChainEntry | undefined>;
  /** Those that the chain has refused. */
  refused(): AsyncIterable<ChainEntry>;
  /** Tries one again that was refused; false for any other. */
  retry(id: Cid): Promise<boolean>;
  /** False while the chain does not answer; what is taken in then waits. */
  readonly isReachable: boolean;
}

/** What a queue works with. */
export interface SettlementQueueComponents {
  readonly chain: SettlementChain;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How patient it is. */
export interface SettlementQueueOptions {
  /** How often the chain is asked about what is not final; 5 s when not given. */
  readonly pollMs?: number;
  /** How long the chain may know nothing of what it was handed, before it is handed it again; 30 s when not given. */
  readonly silentMs?: number;
  /** How many are asked about at a time; 8 when not given. */
  readonly inFlight?: number;
}

const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 1000;

/** A queue at rest. */
export function createSettlementQueue(
  { chain, storage, clock, logger }: SettlementQueueComponents,
  { pollMs = 5000, silentMs = 30_000, inFlight = 8 }: SettlementQueueOptions = {},
): SettlementQueue {
  const outbox = createChainOutbox(storage, chain);
  const rounds = createChainRounds({ chain, outbox, clock, logger }, { silentMs, inFlight });
  const added = createChanges();
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> = Promise.resolve();
  let failures = 0;

  /** A look at all that is open, and the pause after it. */
  async function round(): Promise<void> {
    const news = added.next(signal);
    news.catch(() => undefined); // it is not always waited for
    const open = await rounds.go(signal);
    failures = open === undefined ? failures + 1 : 0;
    if (open === undefined) return clock.after(pauseAfter(failures), { signal });
    return soonest(news, open === 0 ? Number.POSITIVE_INFINITY : pollMs);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) await round();
  }

  /** Resolves at the news, or when the time is over. */
  async function soonest(news: Promise<void>, ms: number): Promise<void> {
    const over = new AbortController();
    const waited = clock.after(ms, { signal: AbortSignal.any([signal, over.signal]) });
    try {
      await Promise.race([news, waited]);
    } finally {
      over.abort();
      await waited.catch(() => undefined);
    }
  }

  return {
    name: `settlements on ${chain.name}`,
    get isReachable() {
      return failures === 0;
    },
    async add(settlement) {
      const isNew = await outbox.add(settlement);
      if (isNew) added.changed();
      return isNew;
    },
    find: outbox.find,
    refused: outbox.refused,
    async retry(id) {
      const entry = await outbox.find(id);
      if (entry?.state !== "refused") return false;
      await outbox.move(entry, { ...entry, state: "queued", reason: null, submittedAt: null });
      added.changed();
      return true;
    },
    async start() {
      running = run().catch((reason: unknown) => {
        if (!signal.aborted) logger.error("settlements stand still", { reason: String(reason) });
      });
    },
    async stop() {
      stopping.abort(STOPPED);
      await running;
    },
  };
}

const STOPPED = new DOMException("the queue was stopped", "AbortError");

function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 16), LONGEST_PAUSE_MS);
}
