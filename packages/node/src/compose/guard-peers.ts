import type { Clock, Logger } from "@icn-mesh/core";
import type { AskGuards, GuardPeers, GuardReply } from "@icn-mesh/economics";

/** What a guard reaches the others by. */
export interface GuardPeersComponents {
  /** Asks over the network. */
  readonly guards: AskGuards;
  readonly clock: Clock;
  readonly logger: Logger;
}

const AGAIN_MS = 250;
/** A node that has just started may know the others by their addresses alone, and they may be starting too. */
const PATIENCE_MS = 5_000;

/**
 * The other guards, each asked once, but for what they have of this one: that question decides whether it may vote, and
 * is asked before the first connections stand. So it is asked again until the guard answers, or its time is over.
 */
export function createGuardPeers({ guards, clock, logger }: GuardPeersComponents): GuardPeers {
  const { signal } = new AbortController();
  const ask: GuardPeers["ask"] = (guard, request) => guards.ask(guard, request, { signal });

  async function askPatiently(...[guard, request]: Parameters<GuardPeers["ask"]>): Promise<GuardReply> {
    const until = clock.monotonic() + PATIENCE_MS;
    while (clock.monotonic() < until) {
      const reply = await ask(guard, request).catch(() => undefined);
      if (reply !== undefined) return reply;
      await clock.after(AGAIN_MS);
    }
    logger.warn("a guard does not say what it has of this one, which votes all the same", { guard });
    return ask(guard, request);
  }

  return {
    ask: (guard, request) =>
      request.ask.type === "witness" ? askPatiently(guard, request) : ask(guard, request),
  };
}
