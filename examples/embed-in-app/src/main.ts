import { Buffer } from "node:buffer";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@icn-mesh/core/node";
import { nodeConfigSchema, readConfig, startNode } from "@icn-mesh/node";
import { createJobKinds } from "@icn-mesh/runtime";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import { arithmeticChecker, bidBySize, dearestPolicy } from "./own-policies.ts";
import { primeJob, primeKind, primeRule } from "./prime-kind.ts";

// A node inside of an application, which brings a kind of job, a price, a choice and a belief of its own.

const data = await mkdtemp(join(tmpdir(), "icn-mesh-embedded-"));
const read = readConfig(nodeConfigSchema, {
  flags: {
    data,
    log: "off",
    "network.listen": "/ip4/127.0.0.1/tcp/0",
    "executor.enabled": "true",
    "executor.kinds": "generic",
    "executor.capabilities": "arithmetic",
    "submitter.trustsFederation": "true", // it guards its own mana, and takes its own jobs all the same
  },
});
if (!read.ok) throw new Error(read.problems.join("\n"));

const runner = createProcessRunner({ clock: systemClock }, { processes: 1, kinds: [primeKind] });
const node = await startNode(read.config, {
  parts: {
    runner,
    bids: bidBySize,
    policy: dearestPolicy,
    checker: arithmeticChecker,
    kinds: createJobKinds([primeRule]),
  },
});

try {
  for (const candidate of [1_000_003, 1_000_001]) console.log(candidate, await check(candidate));
  const refused = await node.context.submitJob(null, primeJob(1), 100n);
  console.log(1, refused.ok ? "taken" : refused.refusal.code);
} finally {
  await node.stop();
  await runner.close();
  await rm(data, { recursive: true, force: true });
}

/** Has the mesh check a number, and says what it found and what that cost. */
async function check(candidate: number): Promise<string> {
  const { context } = node;
  const submitted = await context.submitJob(null, primeJob(candidate), 100n, {
    enoughBids: 1,
    bidWindowMs: 60_000,
  });
  if (!submitted.ok) return submitted.refusal.code;
  let price = 0n;
  for await (const view of context.watch(submitted.job, { signal: new AbortController().signal }))
    price = view.lifecycle.assignment?.body.price ?? price;
  const output = await context.getOutput(submitted.job);
  if (!output.ok) return output.why;
  const pieces: Uint8Array[] = [];
  for await (const piece of output.bytes) pieces.push(piece);
  return `${Buffer.concat(pieces)} for ${price} mana`;
}
