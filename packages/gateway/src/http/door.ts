import type { Clock, Logger } from "@icn-mesh/core";
import type { GatewaySettings } from "../gateway-section.ts";
import type { RequestCount } from "./request-count.ts";
import type { RequestMetrics } from "./request-metrics.ts";
import type { StreamCount } from "./stream-count.ts";

/** What all routes share. */
export interface Door {
  readonly settings: GatewaySettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: RequestMetrics;
  readonly count: RequestCount;
  readonly streams: StreamCount;
  /** Aborts when the gateway stops. */
  readonly signal: AbortSignal;
}
