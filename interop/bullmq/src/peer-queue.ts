import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ProducerOrder, QueueWork } from "./queue-words.ts";
import { startRedis } from "./redis-server.ts";

/** BullMQ on a Redis that syncs every write: a producer, Redis and one worker, each a process. */
export interface PeerQueue {
  /** Has so many jobs submitted at once; resolves when the producer knows the results of all, to what that took. */
  run(jobs: number): Promise<QueueWork>;
  stop(): Promise<void>;
}

/** Starts all three, with what they keep in a directory. */
export async function startPeerQueue(directory: string): Promise<PeerQueue> {
  const redis = await startRedis(directory);
  const worker = await startProgram("queue-worker.ts", redis.socket);
  const producer = await startProgram("queue-producer.ts", redis.socket);
  return {
    async run(jobs) {
      producer.send({ jobs } satisfies ProducerOrder);
      const [work] = await once(producer, "message");
      return work;
    },
    async stop() {
      for (const child of [producer, worker]) {
        child.disconnect();
        await once(child, "exit");
      }
      await redis.stop();
    },
  };
}

/** Resolves when it says that it is ready. */
async function startProgram(file: string, socket: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [socket], { execArgv: [] });
  await once(child, "message");
  return child;
}
