import { createMemoryMetrics, type Did, type Logger, type Metrics } from "@icn-mesh/core";
import {
  createHandClock,
  createRecordingLogger,
  createSeededRng,
  type HandClock,
  sampleDid,
} from "@icn-mesh/core/testing";
import {
  createMemoryNetwork,
  type MemoryNetwork,
  type MemoryNodeOptions,
  type NetworkNode,
} from "../../src/index.ts";
import type { NetworkSubject } from "../../src/testing/index.ts";

/** A memory network on a hand-stepped clock, and what it starts. */
export interface MemoryNodes extends NetworkSubject {
  readonly network: MemoryNetwork;
  readonly clock: HandClock;
  node(options?: Partial<MemoryNodeOptions> & { readonly key?: number }): Promise<NetworkNode>;
}

const TOPICS = [{ topic: "/icn-mesh/1/test/news" }, { topic: "/icn-mesh/1/test/other" }];

/** An empty network; every node listens at a place of its own. */
export function createMemoryNodes(
  seed = "memory",
  onSent: (name: string, bytes: number) => void = () => undefined,
): MemoryNodes {
  const clock = createHandClock();
  const network = createMemoryNetwork({ clock, rng: createSeededRng(seed), onSent });
  let made = 0;

  return {
    network,
    clock,
    pass: clock.advance,
    async node({ key, ...options } = {}) {
      made += 1;
      const node = network.node({ ...defaults(key ?? made, `place-${made}`), ...options });
      await node.start();
      return node;
    },
  };
}

function defaults(
  number: number,
  place: string,
): { self: Did; place: string; topics: typeof TOPICS; logger: Logger; metrics: Metrics } {
  const logger = createRecordingLogger("network");
  return { self: sampleDid(number), place, topics: TOPICS, logger, metrics: createMemoryMetrics() };
}
