import type { Clock, Did, Logger, Metrics, Rng } from "@icn-mesh/core";
import type { NetworkLimits } from "./network-limits.ts";
import type { Address, TopicRules } from "./network-service.ts";

/** What every node of a network is made with, whatever carries its bytes. */
export interface NetworkOptions {
  /** The topics there are from the start; what is neither here nor declared later is not published, heard or passed on. */
  readonly topics?: readonly TopicRules[];
  /**
   * Whether to have anything to do with a peer, e.g. by a federation's list; everybody when not given. It is asked at
   * every connection, either way.
   */
  readonly admits?: (peer: Did) => boolean;
  /** Peers to keep connected from the start. */
  readonly bootstrap?: readonly Address[];
  readonly limits?: Partial<NetworkLimits>;
}

/** What every node of a network takes. */
export interface NetworkComponents {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
