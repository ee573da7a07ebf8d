import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A Redis of our own, which syncs its log to the disk before it answers. */
export interface RedisServer {
  /** The path of the socket that it listens on. */
  readonly socket: string;
  stop(): Promise<void>;
}

/** Whether `redis-server` can be run here. */
export function hasRedis(): boolean {
  return spawnSync("redis-server", ["--version"]).status === 0;
}

/** Starts `redis-server` on a socket in a directory, with all that it keeps; throws where it cannot. */
export async function startRedis(directory: string): Promise<RedisServer> {
  const socket = `${directory}/redis.sock`;
  const terms = ["--port", "0", "--unixsocket", socket, "--dir", directory, "--save", ""];
  const durable = ["--appendonly", "yes", "--appendfsync", "always"];
  const child = spawn("redis-server", [...terms, ...durable], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "exit");
  await Promise.race([isReady(child.stdout), refusal(gone)]);
  return {
    socket,
    async stop() {
      child.kill();
      await gone;
    },
  };
}

async function isReady(output: NodeJS.ReadableStream): Promise<void> {
  const ready = Promise.withResolvers<void>();
  createInterface({ input: output }).on("line", (line) => {
    if (/ready to accept connections/i.test(line)) ready.resolve();
  });
  await ready.promise;
}

/** Rejects where it cannot be started, or has ended. */
async function refusal(gone: Promise<unknown[]>): Promise<never> {
  await gone;
  throw new Error("redis-server has ended before it was ready");
}
