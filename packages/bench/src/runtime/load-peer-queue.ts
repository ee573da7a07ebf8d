import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOLDER = new URL("../../../../interop/bullmq/", import.meta.url);

/** BullMQ on a Redis that syncs every write: a producer, Redis and one worker, each a process. */
export interface PeerQueue {
  /** So many jobs at once; resolves when the producer knows all results, to microseconds of processor time. */
  run(jobs: number): Promise<{ readonly producer: number; readonly redis: number }>;
  stop(): Promise<void>;
}

/** What we use of interop/bullmq, which is outside this workspace. */
interface RedisModule {
  hasRedis(): boolean;
}

interface QueueModule {
  startPeerQueue(directory: string): Promise<PeerQueue>;
}

/** Starts it where interop/bullmq is installed and there is a Redis server; elsewhere the console says why not. */
export async function loadPeerQueue(): Promise<PeerQueue | undefined> {
  if (!existsSync(new URL("node_modules/bullmq/package.json", FOLDER))) {
    return skipped("interop/bullmq is not installed");
  }
  const { hasRedis }: RedisModule = await import(new URL("src/redis-server.ts", FOLDER).href);
  if (!hasRedis()) return skipped("there is no Redis server");
  const { startPeerQueue }: QueueModule = await import(new URL("src/peer-queue.ts", FOLDER).href);
  const directory = await mkdtemp(join(tmpdir(), "icn-mesh-bench-"));
  const queue = await startPeerQueue(directory);
  return {
    run: queue.run,
    async stop() {
      await queue.stop();
      await rm(directory, { recursive: true });
    },
  };
}

function skipped(because: string): undefined {
  console.log(`no row for BullMQ: ${because}`);
}
