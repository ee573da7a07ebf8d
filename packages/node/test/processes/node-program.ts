import { stdin } from "node:process";
import { createInterface } from "node:readline";
import type { JobId } from "@icn-mesh/core";
import { sampleSpec } from "@icn-mesh/runtime/testing";
import { type Node, nodeConfigSchema, readConfig, startNode } from "../../src/index.ts";

// A node in a process of its own: its settings are the first line of its input, and every further line is an order.

const over = new AbortController();
const lines = createInterface({ input: stdin })[Symbol.asyncIterator]();
const first = await lines.next();
const read = readConfig(nodeConfigSchema, { flags: JSON.parse(String(first.value)) });
if (!read.ok) throw new Error(read.problems.join());
const node = await startNode(read.config);
say({ type: "ready", did: node.did, address: node.network.addresses()[0] });
for await (const line of { [Symbol.asyncIterator]: () => lines }) await obey(node, line);
over.abort();
await node.stop();

async function obey({ context, network, discovery, runtime }: Node, line: string): Promise<void> {
  const [order, executors = "1"] = line.split(" ");
  if (order === "balance") {
    // What is left of a hold comes back after the price is paid.
    while (runtime.open > 0) await node.clock.after(20, over);
    await context.accounts.own.idle();
    return say({ type: "balance", free: Number(context.balance().free) });
  }
  const known = () => discovery.find().filter(({ record }) => record.roles.includes("executor")).length;
  while (known() < Number(executors) || network.peers().length < Number(executors))
    await node.clock.after(20, over);
  const options = { bidWindowMs: 10_000, enoughBids: 1, retry: { maxRounds: 8, backoffMs: 200 } };
  const submitted = await context.submitJob(null, sampleSpec(), 100n, options);
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  say({ type: "ended", ...(await endOf(submitted.job)) });
}

async function endOf(job: JobId): Promise<object> {
  let end = {};
  for await (const { lifecycle, settlement } of node.context.watch(job, { signal: over.signal }))
    end = { status: lifecycle.state.status, settlement, executor: lifecycle.assignment?.body.executor };
  return end;
}

function say(words: object): void {
  console.log(JSON.stringify(words));
}
