import { join } from "node:path";
import {
  type Constitution,
  constitutionRecord,
  createKeySigner,
  type JobId,
  type JobSpec,
  type NetworkId,
  type Signed,
} from "@icn-mesh/core";
import { bestEngine, openKeyFile, systemClock, systemRng } from "@icn-mesh/core/node";
import type { RuntimeContext, SubmitOptions } from "@icn-mesh/runtime";
import { sampleSpec } from "@icn-mesh/runtime/testing";
import { expect, it, onTestFinished } from "vitest";
import {
  type LaidOutNode,
  layOutFederation,
  type Node,
  nodeConfigSchema,
  printRecord,
  readConfig,
  readRecordFile,
  signDeposit,
  signMembership,
  startNode,
} from "../../src/index.ts";
import { aDirectory } from "../a-directory.ts";
import { type NodeProcess, startProcess } from "./start-process.ts";

// Nothing regenerates, so that what is there is what was given and not spent.
const rules = { mint: { rate: 0n, cap: 0n, epochMs: 3_600_000 }, graceMs: 5_000, marginMs: 5_000 };

it("a node is in two federations at once, prunes while it runs, and leaves one when nothing is open there", async () => {
  const root = await aDirectory();
  const east = await layOutFederation({
    root: join(root, "east"),
    names: ["guard", "member"],
    mana: 1000n,
    rules,
  });
  const west = await layOutFederation({ root: join(root, "west"), names: ["guard"], mana: 1n, rules });
  const [eastGuard, member] = east.nodes as [LaidOutNode, LaidOutNode];
  const [westGuard] = west.nodes as [LaidOutNode];
  const guards = [await startGuard(eastGuard), await startGuard(westGuard)];

  const first = await startMember(member, guards);
  expect(await first.federations.join(await invitation(join(root, "west"), westGuard, member))).toEqual({
    ok: true,
    net: west.net,
    isNew: true,
  });
  await first.stop();

  const node = await startMember(member, guards);
  expect(node.federations.list().map(({ net, isHome, isMember }) => ({ net, isHome, isMember }))).toEqual([
    { net: east.net, isHome: true, isMember: true },
    { net: west.net, isHome: false, isMember: true },
  ]);
  const [here, there] = [east.net, west.net].map((net) => contextOf(node, net)) as [
    RuntimeContext,
    RuntimeContext,
  ];
  // What a node was given it takes in once it reaches the guard.
  await until(() => here.balance().free === 1000n && there.balance().free === 500n);
  const done = [await endOf(here, await submit(here)), await endOf(there, await submit(there))];
  expect(done).toEqual([
    { status: "Completed", settlement: "paid", executor: eastGuard.did },
    { status: "Completed", settlement: "paid", executor: westGuard.did },
  ]);

  // Its bids say that it has one. The charter has not said so.
  const job = await submit(here, { requiredCapabilities: ["gpu"] }, { retry: { maxRounds: 1 } });
  expect(await endOf(here, job)).toMatchObject({ status: "Failed" });

  await until(() => node.runtime.open === 0);
  const wouldGo = await node.federations.prune({ dryRun: true });
  expect(wouldGo.map(({ net, gone }) => ({ net, jobs: gone.job }))).toEqual([
    { net: east.net, jobs: 2 },
    { net: west.net, jobs: 1 },
  ]);
  expect(await here.job(job)).toBeDefined();
  const gone = await node.federations.prune();
  expect(gone.map((each) => each.gone.job)).toEqual([2, 1]);
  expect(await here.job(job)).toBeUndefined();

  expect(await node.federations.leave(east.net)).toMatchObject({ refusal: { code: "NODE_HOME_FEDERATION" } });
  const waiting = await submit(there, { requiredCapabilities: ["quantum"] });
  expect(await node.federations.leave(west.net)).toEqual({
    ok: false,
    refusal: { code: "RUNTIME_FEDERATION_BUSY", open: 1, holds: 1 },
  });
  await there.cancel(waiting, "the node leaves");
  expect(await node.federations.leave(west.net, { drain: true })).toEqual({ ok: true });
  expect(node.federations.list().map(({ net }) => net)).toEqual([east.net]);
  expect(await endOf(here, await submit(here))).toMatchObject({ status: "Completed" });
  for (const guard of guards) expect(await guard.stop()).toBe(0);
}, 300_000);

const LOCAL = {
  log: "error",
  "network.listen": "/ip4/127.0.0.1/tcp/0",
  "network.allowPrivateAddresses": "true",
  "network.table": "off",
};

function startGuard({ data }: LaidOutNode): Promise<NodeProcess> {
  const runs = { "executor.enabled": "true", "executor.processes": "1", "executor.capabilities": "gpu" };
  return startProcess({ ...LOCAL, ...runs, data });
}

async function startMember({ data }: LaidOutNode, others: readonly NodeProcess[]): Promise<Node> {
  const bootstrap = others.map(({ address }) => address).join();
  const flags = { ...LOCAL, data, "network.bootstrap": bootstrap, "retention.jobsDays": "0" };
  const read = readConfig(nodeConfigSchema, { flags });
  if (!read.ok) throw new Error(read.problems.join());
  const node = await startNode(read.config);
  onTestFinished(() => node.stop());
  return node;
}

/** What a charter hands to a new member: the constitution, its membership, and something to begin with. */
async function invitation(
  root: string,
  guard: LaidOutNode,
  { did: account }: LaidOutNode,
): Promise<string[]> {
  const secretKey = await openKeyFile(join(root, "charter"));
  const charter = createKeySigner({ engine: bestEngine(), secretKey });
  const genesis = (await readRecordFile(
    constitutionRecord,
    join(guard.data, "constitution"),
  )) as Signed<Constitution>;
  const net = genesis.cid as string as NetworkId;
  const notAfter = systemClock.now() + 86_400_000;
  const membership = await signMembership(charter, { net, account, notAfter });
  const deposit = await signDeposit({ charter, rng: systemRng }, { net, account, amount: 500n });
  return [genesis, membership, deposit].map(printRecord);
}

async function submit(
  context: RuntimeContext,
  changes: Partial<JobSpec> = {},
  options: SubmitOptions = {},
): Promise<JobId> {
  const terms = { bidWindowMs: 5_000, enoughBids: 1, retry: { maxRounds: 0, backoffMs: 200 }, ...options };
  const submitted = await context.submitJob(null, sampleSpec(changes), 100n, terms);
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  return submitted.job;
}

async function endOf(context: RuntimeContext, job: JobId): Promise<object> {
  let end = {};
  for await (const { lifecycle, settlement } of context.watch(job, { signal: new AbortController().signal }))
    end = { status: lifecycle.state.status, settlement, executor: lifecycle.assignment?.body.executor };
  return end;
}

function contextOf({ federations }: Node, net: NetworkId): RuntimeContext {
  const context = federations.context(net);
  if (context === undefined) throw new Error("not joined");
  return context;
}

async function until(isSo: () => boolean): Promise<void> {
  const signal = new AbortController().signal;
  while (!isSo()) await systemClock.after(50, { signal });
}
