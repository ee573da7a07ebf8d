import type { Clock, Logger, NetworkId, Signer } from "@icn-mesh/core";
import type { DistributedTable } from "../distributed-table.ts";
import type { NetworkService } from "../network-service.ts";
import { nodeTableKey } from "./node-table.ts";
import { nodeTopic } from "./node-topic.ts";
import type { NodeDescription, OwnRecord } from "./own-record.ts";

/** Makes the record of this node, tells everybody, and does so again before the last one expires. */
export interface Announcer {
  /** Resolves when there is a record; others hear of it as soon as there are any. */
  start(): Promise<void>;
  stop(): Promise<void>;
  describe(description: NodeDescription): Promise<void>;
}

/** What the announcer needs. */
export interface AnnouncerComponents {
  readonly network: Pick<NetworkService, "addresses" | "events" | "publish" | "ready">;
  readonly table?: DistributedTable | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signer: Signer;
  readonly own: OwnRecord;
}

/** What it announces. */
export interface AnnouncerOptions {
  readonly net: NetworkId;
  readonly description: NodeDescription;
  readonly validForMs: number;
}

/** Changes of addresses come in groups: one record is made for all that come within this. */
const GATHER_MS = 1_000;

/** An announcer that has announced nothing yet. */
export function createAnnouncer(components: AnnouncerComponents, options: AnnouncerOptions): Announcer {
  const { network, table, clock, logger, signer, own } = components;
  const { topic } = nodeTopic(options.net);
  const stopped = new AbortController();
  const { signal } = stopped;
  let { description } = options;
  let turn: Promise<void> = Promise.resolve();
  let isGathering = false;

  /** One record after the other, so that their numbers follow on one another. */
  function announce(): Promise<void> {
    turn = turn.catch(() => undefined).then(makeNext);
    return turn;
  }

  async function makeNext(): Promise<void> {
    if (signal.aborted) return;
    const bytes = await own.renew(description, network.addresses());
    spread(bytes).catch(report);
  }

  async function spread(bytes: Uint8Array): Promise<void> {
    // What is published into an empty mesh reaches nobody, not even later.
    await network.ready(topic, 1, { signal });
    if (bytes !== own.bytes) return; // there is a newer one meanwhile
    await network.publish(topic, bytes);
    await table?.put(nodeTableKey(signer.did), bytes, { signal });
  }

  async function announceSoon(): Promise<void> {
    if (isGathering) return;
    isGathering = true;
    try {
      await clock.after(GATHER_MS, { signal });
    } finally {
      isGathering = false;
    }
    await announce();
  }

  async function renewInTime(): Promise<void> {
    for (;;) {
      await clock.after(options.validForMs / 3, { signal });
      await announce().catch(report);
    }
  }

  function report(error: unknown): void {
    if (!signal.aborted) logger.warn("announcing this node failed", { error: String(error) });
  }

  const undo = network.events.on("addresses", () => announceSoon().catch(report));

  return {
    async start() {
      await announce();
      renewInTime().catch(report); // it ends when this is stopped
    },
    async stop() {
      undo();
      stopped.abort();
      await turn.catch(() => undefined); // whoever asked for that record has its error
    },
    describe(next) {
      description = next;
      return announce();
    },
  };
}
