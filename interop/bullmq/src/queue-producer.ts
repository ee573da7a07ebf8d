import { argv, cpuUsage } from "node:process";
import { Queue, QueueEvents } from "bullmq";
import { Redis } from "ioredis";
import { type ProducerOrder, QUEUE, type QueueWork } from "./queue-words.ts";

// A program: submits jobs when its parent says so, and says what that took.

const [, , path = ""] = argv;
const connection = { path };
const redis = new Redis({ path });
const queue = new Queue(QUEUE, { connection });
const events = new QueueEvents(QUEUE, { connection });
for (const emitter of [queue, events]) emitter.setMaxListeners(0); // each job that is waited for adds some
await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);

process.on("message", async ({ jobs }: ProducerOrder) => {
  const redisBefore = await redisMicros();
  const before = cpuUsage();
  await Promise.all(Array.from({ length: jobs }, runJob));
  const { user, system } = cpuUsage(before);
  process.send?.({
    producer: user + system,
    redis: (await redisMicros()) - redisBefore,
  } satisfies QueueWork);
});
process.on("disconnect", async () => {
  await Promise.all([queue.close(), events.close(), redis.quit()]);
});
process.send?.("ready");

async function runJob(): Promise<void> {
  const job = await queue.add("echo", { payload: "hello" });
  await job.waitUntilFinished(events);
}

/** What Redis says that its process has worked, on all its threads. */
async function redisMicros(): Promise<number> {
  const told = await redis.info("cpu");
  const seconds = (name: string) => Number(new RegExp(`^${name}:([0-9.]+)`, "m").exec(told)?.[1]);
  return (seconds("used_cpu_user") + seconds("used_cpu_sys")) * 1e6;
}
