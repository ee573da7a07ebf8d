import type { Clock, KeptLinks, Logger, Service, Storage } from "@icn-mesh/core";
import { createTurns } from "../tasks/turns.ts";
import { type Pruned, prune } from "./prune.ts";
import { type RetentionTerms, retentionTerms } from "./retention-terms.ts";

/** Removes what is over its time, now and then or when it is asked to. */
export interface Retention extends Service {
  /** One run; a dry run only tells what would go. Jobs and assignments may go on meanwhile. */
  prune(options?: PruneOptions): Promise<Pruned>;
}

/** How one run goes. */
export interface PruneOptions {
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
}

/** What retention works with. */
export interface RetentionComponents {
  readonly storage: Storage;
  /** The whole store where `storage` is the part of one federation, and what it calls the refs of that part. */
  readonly whole?: { readonly store: Storage; readonly nameInStore: (name: string) => string };
  /** The links by which the store was opened. */
  readonly keptLinks: KeptLinks;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What goes when, and how often that is looked for. */
export interface RetentionOptions extends RetentionTerms {
  /** Six hours when not given. */
  readonly everyMs?: number;
}

const EVERY_MS = 21_600_000;

/** Retention that does nothing by itself before it is started. */
export function createRetention(components: RetentionComponents, options: RetentionOptions = {}): Retention {
  const { storage, keptLinks, clock, logger } = components;
  const { everyMs = EVERY_MS, ...terms } = options;
  const whole = components.whole ?? { store: storage, nameInStore: (name: string) => name };
  const turns = createTurns();
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  function run({ dryRun = false, signal = stopping.signal }: PruneOptions = {}): Promise<Pruned> {
    const all = AbortSignal.any([signal, stopping.signal]);
    const settings = { terms: retentionTerms(terms), keptLinks, ...whole, dryRun, signal: all };
    return turns.take(() => prune({ storage, clock }, settings));
  }

  async function now(): Promise<void> {
    try {
      const { gone, garbage } = await run();
      logger.info("pruned", { ...gone, blocks: garbage.blocks, bytes: garbage.bytes });
    } catch (reason) {
      stopping.signal.throwIfAborted();
      logger.error("pruning failed", { reason: String(reason) });
    }
  }

  async function goOn(): Promise<void> {
    for (;;) {
      await clock.after(everyMs, { signal: stopping.signal });
      await now();
    }
  }

  return {
    name: "retention",
    prune: run,
    async start() {
      running = goOn().catch(() => undefined); // it ends when it is stopped
    },
    async stop() {
      stopping.abort(STOPPED);
      await running;
      await turns.idle();
    },
  };
}

const STOPPED = new DOMException("retention was stopped", "AbortError");
