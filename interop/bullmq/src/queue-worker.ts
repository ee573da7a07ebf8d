import { argv } from "node:process";
import { Worker } from "bullmq";
import { QUEUE } from "./queue-words.ts";

// A program: gives the payload of each job back until its parent is gone.

const [, , path = ""] = argv;
const options = { connection: { path }, concurrency: 64 };
const worker = new Worker(QUEUE, async ({ data }) => `Echo: ${data.payload}`, options);
await worker.waitUntilReady();
process.on("disconnect", () => worker.close());
process.send?.("ready");
