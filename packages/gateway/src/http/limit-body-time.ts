import type { Clock } from "@icn-mesh/core";
import type { FastifyInstance } from "fastify";

/** How long JSON may take to arrive. */
export interface BodyPatience {
  readonly clock: Clock;
  readonly idleMs: number;
}

/** Cuts off whoever sends JSON by the drop. Payloads may take long, and are cut off where nothing moves. */
export function limitBodyTime(app: FastifyInstance, { clock, idleMs }: BodyPatience): void {
  app.addHook("preParsing", async ({ headers, raw }, _reply, payload) => {
    if (headers["content-type"]?.startsWith("application/json") !== true) return payload;
    const arrived = new AbortController();
    for (const event of ["end", "close"]) payload.once(event, () => arrived.abort());
    clock.after(idleMs, { signal: arrived.signal }).then(
      () => raw.destroy(),
      () => undefined, // aborted, because all of it came
    );
    return payload;
  });
}
