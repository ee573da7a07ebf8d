import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeySigner, type Did, type NetworkId } from "@icn-mesh/core";
import { bestEngine, systemClock, systemRng } from "@icn-mesh/core/node";
import {
  foundFederation,
  type Node,
  nodeConfigSchema,
  printRecord,
  readConfig,
  signMembership,
  startNode,
} from "@icn-mesh/node";
import { processorMicros } from "../network/processor-time.ts";
import { heapBytes } from "../runtime/heap-bytes.ts";
import type { BenchRow } from "../side-by-side.ts";

const MORE = 10;
const IDLE_MS = 120_000;
const SETTLE_MS = 10_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a node has while nothing happens. */
interface Idle {
  readonly bytes: number;
  readonly timers: number;
  readonly microsAnHour: number;
}

/**
 * Two nodes of one process that are connected over libp2p and have durable stores: what they take while nothing
 * happens, at home alone, and in ten federations more, which each of the two is a member of and one guards.
 */
export async function idleFederationsSuite(): Promise<readonly BenchRow[]> {
  const root = await mkdtemp(join(tmpdir(), "icn-mesh-bench-"));
  const first = await aNode(join(root, "first"), []);
  const second = await aNode(join(root, "second"), [first]);
  try {
    const alone = await idle();
    for (let count = 0; count < MORE; count++) await found([first, second]);
    const more = await idle();
    const each = (take: (idle: Idle) => number) => (take(more) - take(alone)) / MORE / 2;
    return [
      row("memory", { value: each(({ bytes }) => bytes) / 1024, unit: "KiB" }),
      row("timers", { value: each(({ timers }) => timers), unit: "timers" }),
      row("processor time of an hour", { value: each(({ microsAnHour }) => microsAnHour) }),
      row("processor time of an hour, all of a node at home alone", { value: alone.microsAnHour / 2 }),
    ];
  } finally {
    for (const node of [second, first]) await node.stop();
    await rm(root, { recursive: true, force: true });
  }
}

function row(what: string, { value, unit }: { readonly value: number; readonly unit?: string }): BenchRow {
  const operation = "one more federation in which nothing happens, for each node";
  return { operation, name: what, micros: value, ...(unit && { unit }), ratio: 1, wanted: undefined };
}

async function idle(): Promise<Idle> {
  await systemClock.after(SETTLE_MS);
  const bytes = heapBytes();
  const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const micros = await processorMicros(() => systemClock.after(IDLE_MS));
  return { bytes, timers, microsAnHour: (micros * HOUR_MS) / IDLE_MS };
}

/** Founds a federation that the first node guards, and of which all are members. */
async function found(nodes: readonly Node[]): Promise<void> {
  const charter = createKeySigner({ engine: bestEngine(), secretKey: systemRng.bytes(32) });
  const guards: readonly Did[] = nodes.slice(0, 1).map(({ did }) => did);
  const genesis = await foundFederation({ charter, guards });
  const net = genesis.cid as string as NetworkId;
  for (const node of nodes) {
    const terms = { net, account: node.did, notAfter: systemClock.now() + DAY_MS };
    const joined = await node.federations.join(
      [genesis, await signMembership(charter, terms)].map(printRecord),
    );
    if (!joined.ok) throw new Error(joined.refusal.code);
  }
}

async function aNode(data: string, others: readonly Node[]): Promise<Node> {
  const flags = {
    data,
    log: "off",
    "network.listen": "/ip4/127.0.0.1/tcp/0",
    "network.allowPrivateAddresses": "true",
    "network.table": "off",
    "network.bootstrap": others.flatMap(({ network }) => network.addresses()).join(),
  };
  const read = readConfig(nodeConfigSchema, { flags });
  if (!read.ok) throw new Error(read.problems.join("\n"));
  return startNode(read.config);
}
