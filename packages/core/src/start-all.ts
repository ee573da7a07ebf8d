import { CoreError } from "./errors.ts";
import type { Service } from "./ports/service.ts";

/**
 * Starts the services in order; what it resolves to stops them in reverse order, once, however often it is called. If
 * one cannot start, those that run are stopped and its error is thrown.
 */
export async function startAll(services: readonly Service[]): Promise<() => Promise<void>> {
  const running: Service[] = [];
  for (const service of services) {
    try {
      await service.start();
    } catch (error) {
      await stopAll(running, [error]);
      throw error;
    }
    running.push(service);
  }
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= stopAll(running);
    return stopped;
  };
}

/** Goes on past a service that does not stop, because those below it still hold something. */
async function stopAll(services: readonly Service[], errors: unknown[] = []): Promise<void> {
  const left: string[] = [];
  for (const service of services.toReversed()) {
    try {
      await service.stop();
    } catch (error) {
      left.push(service.name);
      errors.push(error);
    }
  }
  if (left.length === 0) return;
  const cause = new AggregateError(errors, "why, in the order of events");
  const failure = { code: "CORE_SERVICES_NOT_STOPPED", services: left } as const;
  throw new CoreError(`could not be stopped: ${left.join(", ")}`, failure, { cause });
}
