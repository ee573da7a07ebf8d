import type { Logger, Service } from "@icn-mesh/core";

/** What a background service is called and says. */
export interface BackgroundOptions {
  readonly name: string;
  readonly logger: Logger;
  /** Whether the node has started only when it is done; false when not given. */
  readonly isAwaited?: boolean;
}

/**
 * A service that does something until it is done or stopped. What goes wrong is logged, and stops nothing else. A stop
 * does not wait for it: it may be asking guards that are gone, and what it asks by is stopped after it.
 */
export function createBackground(
  { name, logger, isAwaited = false }: BackgroundOptions,
  work: (signal: AbortSignal) => Promise<void>,
): Service {
  const over = new AbortController();
  return {
    name,
    async start() {
      const running = work(over.signal).catch((error: unknown) => {
        if (!over.signal.aborted) logger.error(`${name} failed`, { error: String(error) });
      });
      if (isAwaited) await running;
    },
    async stop() {
      over.abort();
    },
  };
}
