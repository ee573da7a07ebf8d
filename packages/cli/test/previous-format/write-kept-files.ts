import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeConfigSchema, readConfig, startNode } from "@icn-mesh/node";
import { createSampleRunner, sampleSpec } from "@icn-mesh/runtime/testing";
import { keepFiles } from "./kept-files.ts";

// Writes the data directory of a node that has run one job and was stopped, as this version keeps it. Run it before a
// release that changes a form, under a new name; what earlier versions wrote stays, and has to open for ever.

const directory = await mkdtemp(join(tmpdir(), "icn-mesh-kept-"));
const data = join(directory, "data");
const flags = {
  data,
  log: "off",
  "network.listen": "/ip4/127.0.0.1/tcp/0",
  "network.table": "off",
  "executor.enabled": "true",
  "submitter.trustsFederation": "true",
};
const read = readConfig(nodeConfigSchema, { flags });
if (!read.ok) throw new Error(read.problems.join());
const node = await startNode(read.config, { parts: { runner: createSampleRunner() } });
const submitted = await node.context.submitJob(null, sampleSpec(), 100n, {
  enoughBids: 1,
  bidWindowMs: 60_000,
});
if (!submitted.ok) throw new Error(submitted.refusal.code);
const { signal } = new AbortController();
for await (const _ of node.context.watch(submitted.job, { signal }));
await node.stop();
const kept = await keepFiles(data, submitted.job);
await writeFile(new URL("version-1.json", import.meta.url), `${JSON.stringify(kept, null, 2)}\n`);
await rm(directory, { recursive: true });
