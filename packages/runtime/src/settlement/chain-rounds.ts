import type { Clock, Logger } from "@icn-mesh/core";
import type { SettlementChain } from "../ports/settlement-chain.ts";
import type { ChainEntry } from "./chain-entry.ts";
import type { ChainOutbox } from "./chain-outbox.ts";
import { nextEntryStep } from "./next-entry.ts";

/** Looks after everything that is on its way to a chain, one round after the other. */
export interface ChainRounds {
  /** Takes one step with each; resolves to how many there are, or undefined where the chain or the store fails. */
  go(signal: AbortSignal): Promise<number | undefined>;
}

/** What a round works with. */
export interface ChainRoundsComponents {
  readonly chain: SettlementChain;
  readonly outbox: ChainOutbox;
  readonly clock: Pick<Clock, "now">;
  readonly logger: Logger;
}

/** How patient it is, and how many it looks after at a time. */
export interface ChainRoundsOptions {
  readonly silentMs: number;
  readonly inFlight: number;
}

/** Rounds over an outbox. */
export function createChainRounds(
  { chain, outbox, clock, logger }: ChainRoundsComponents,
  { silentMs, inFlight }: ChainRoundsOptions,
): ChainRounds {
  async function step(entry: ChainEntry, signal: AbortSignal): Promise<void> {
    const receipt = await chain.receiptOf(entry.id, { signal });
    const next = nextEntryStep(entry, receipt, { now: clock.now(), silentMs });
    if (next.do === "write") await outbox.move(entry, next.entry);
    if (next.do === "submit") await submit(entry, signal);
  }

  async function submit(entry: ChainEntry, signal: AbortSignal): Promise<void> {
    const { id, net, settlement } = entry;
    const transaction = await chain.submit({ id, net, settlement }, { signal });
    const submissions = entry.submissions + 1;
    const place = { transaction, block: null, submissions, submittedAt: clock.now() };
    await outbox.move(entry, { ...entry, ...place, state: "submitted" });
  }

  /** One that fails alone does not keep the others. Throws where all of them fail. */
  async function stepAll(entries: readonly ChainEntry[], signal: AbortSignal): Promise<void> {
    const results = await Promise.allSettled(entries.map((entry) => step(entry, signal)));
    const failed = results.filter((result) => result.status === "rejected");
    if (failed[0] === undefined) return;
    if (failed.length === entries.length) throw failed[0].reason;
    for (const { reason } of failed)
      logger.warn("a settlement waits", { chain: chain.name, reason: String(reason) });
  }

  async function goOn(signal: AbortSignal): Promise<number> {
    let seen = 0;
    let some: ChainEntry[] = [];
    for await (const entry of outbox.open()) {
      seen += 1;
      some.push(entry);
      if (some.length < inFlight) continue;
      await stepAll(some, signal);
      some = [];
    }
    await stepAll(some, signal);
    return seen;
  }

  return {
    async go(signal) {
      try {
        return await goOn(signal);
      } catch (reason) {
        signal.throwIfAborted();
        logger.warn("settlements wait for their chain", { chain: chain.name, reason: String(reason) });
        return undefined;
      }
    },
  };
}
