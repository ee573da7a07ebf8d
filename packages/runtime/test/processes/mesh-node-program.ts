import { Buffer } from "node:buffer";
import { cpuUsage, stdin } from "node:process";
import { createInterface } from "node:readline";
import { type Cid, certificateCodec, type JobId } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { readFile } from "@icn-mesh/dag";
import { audit, certificateOf, proofOf, settlementSlot } from "@icn-mesh/economics";
import type { JobLifecycleStatus } from "@icn-mesh/mesh";
import { askNetworkGuards, federationLink, type JobView, meshTopics } from "../../src/index.ts";
import { type ComposedNode, composeNode } from "./compose-node.ts";
import type { NodeSetting, Orders, Totals } from "./node-words.ts";

// A node of a mesh, told what it is by the first line of its input, and what to do by the others.

type Answers = {
  readonly [Name in keyof Orders]: (terms: Orders[Name][0]) => Promise<Orders[Name][1]>;
};

const ENDED: readonly JobLifecycleStatus[] = ["Completed", "Failed", "Cancelled"];

const over = new AbortController();
const lines = createInterface({ input: stdin })[Symbol.asyncIterator]();
say({ event: "loaded" });
const first = await lines.next();
if (!first.done) await live(JSON.parse(first.value));

async function live(setting: NodeSetting): Promise<void> {
  const node = await composeNode(setting);
  const answers = answersOf(node);
  say({ event: "ready", did: node.network.self, address: node.network.addresses()[0] });
  for await (const line of { [Symbol.asyncIterator]: () => lines }) {
    const { id, order, terms } = JSON.parse(line);
    void perform(answers[order as keyof Orders](terms as never), id);
  }
  over.abort();
  await node.stop();
}

async function perform(answer: Promise<object>, id: number): Promise<void> {
  say(
    await answer.then((words) => ({ id, words })).catch((error: unknown) => ({ id, failed: String(error) })),
  );
}

function say(words: object): void {
  console.log(JSON.stringify(words));
}

function answersOf(node: ComposedNode): Answers {
  const { runtime, storage, payloads, federation } = node;
  const { context } = runtime;
  return {
    deposit: (terms) => takeIn(node, terms),
    put: async ({ text }) => ({ cid: await context.putInput([Buffer.from(text)]) }),
    async submit({ manifest, spec, cost, spare, options }) {
      const terms = { ...options, spare: BigInt(spare) };
      const result = await context.submitJob(manifest, spec, BigInt(cost), terms);
      return result.ok ? { job: result.job } : { refused: result.refusal.code };
    },
    settled: ({ job }) => watchUntil(node, job, () => false),
    until: ({ job, statuses }) =>
      watchUntil(node, job, ({ lifecycle: { state } }) => statuses.includes(state.status)),
    async resumable({ job }) {
      while (!(await isResumable(node, job))) await systemClock.after(50, over);
      return {};
    },
    endings: async ({ job }) => ({ endings: await endingsOf(node, job) }),
    async reputation({ of, is }) {
      await until(() => context.reputation(of) === is);
      return {};
    },
    async output({ job }) {
      const found = await context.getOutput(job);
      if (!found.ok) throw new Error(found.why);
      return { text: await textOf(found.bytes) };
    },
    async fetch({ cid, from }) {
      const terms = { from, signal: new AbortController().signal, maxBytes: 2 ** 20 };
      return { text: (await payloads.fetch(cid, terms)) ? await textOf(readFile(storage, cid)) : null };
    },
    async earned({ above }) {
      await until(() => context.balance().free > BigInt(above));
      return {};
    },
    balance: async () => ({ free: Number(context.balance().free) }),
    async work() {
      const { user, system } = cpuUsage();
      return { micros: user + system };
    },
    async wait({ ms }) {
      await systemClock.after(ms, over);
      return {};
    },
    open: async () => ({ open: runtime.open }),
    async idle() {
      await until(() => runtime.open === 0);
      await context.accounts.own.idle();
      return {};
    },
    async knows({ executors }) {
      const announce = meshTopics(federation.net)[0]?.topic ?? "";
      await until(
        () => node.discovery.find().filter(({ record }) => record.roles.length > 0).length >= executors,
      );
      await node.network.ready(announce, executors);
      return {};
    },
    async shares({ outcomes }) {
      for (;;) {
        const [known] = await context.heads.roots();
        if (known?.count === outcomes) return { root: known.root };
        await systemClock.after(100, over);
      }
    },
    kill: async ({ plan }) => ({ commits: storage.plan(plan) }),
    audit: () => auditOf(node),
  };
}

async function takeIn(
  { federation, network, runtime }: ComposedNode,
  { body, sig }: Orders["deposit"][0],
): Promise<object> {
  const [guard = network.self] = federation.constitution.guards;
  const deposit = { body: bytesOf(body), sig: bytesOf(sig) };
  const request = { ask: { type: "deposit" as const, deposit }, proofs: [] };
  const guards = askNetworkGuards(federationLink(network, federation.net));
  const reply = await patiently(() => guards.ask(guard, request, { signal: new AbortController().signal }));
  if (reply.type !== "vote") throw new Error(`the guard does not vote: ${reply.type}`);
  const { own } = runtime.context.accounts;
  await own.learn(proofOf(certificateOf(federation, [reply.ballot]), deposit.body));
  await own.idle();
  return {};
}

/** Again after a second where a guard is not there yet, or busy: a minute at most. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let times = 1; ; times++) {
    try {
      return await ask();
    } catch (reason) {
      if (times === 60) throw reason;
      await systemClock.after(1000);
    }
  }
}

async function watchUntil(
  { runtime: { context } }: ComposedNode,
  job: JobId,
  isIt: (view: JobView) => boolean,
): Promise<Orders["settled"][1]> {
  const { signal } = new AbortController();
  let last: JobView | undefined;
  for await (const view of context.watch(job, { signal })) {
    last = view;
    if (isIt(view)) break;
  }
  if (last === undefined) throw new Error("no such job here");
  return wordsOf(last);
}

function wordsOf({ lifecycle, settlement }: JobView): Orders["settled"][1] {
  const { state, receipt, assignment, checkpoints } = lifecycle;
  const from = checkpoints.find(({ cid }) => cid === receipt?.body.resumedFrom);
  return {
    status: state.status,
    reason: "reason" in state ? String(state.reason) : null,
    money: settlement,
    executor: assignment?.body.executor ?? null,
    attempts: "tried" in state ? state.tried.length : 0,
    result: receipt?.body.outcome.type === "ok" ? (receipt.body.outcome.result as Cid) : null,
    resumedAt: from?.body.step ?? null,
  };
}

async function isResumable({ runtime: { context }, storage }: ComposedNode, job: JobId): Promise<boolean> {
  const { state, checkpoints = [] } = (await context.job(job))?.lifecycle ?? {};
  if (state !== undefined && ENDED.includes(state.status)) throw new Error(`the job is ${state.status}`);
  const areHere = await Promise.all(checkpoints.map(({ body }) => storage.has(body.state)));
  return areHere.includes(true);
}

async function endingsOf(
  { runtime: { context } }: ComposedNode,
  job: JobId,
): Promise<Orders["endings"][1]["endings"]> {
  const { facts = [], proofs = [] } = (await context.evidence(job)) ?? {};
  const settled = new Map(
    proofs.map(({ certificate }) => {
      const { slot, outcome } = certificateCodec.parse(certificate);
      return [slot, typeof outcome === "string" ? "" : outcome.type] as const;
    }),
  );
  const given = facts.flatMap(({ cid, body }) =>
    body.t === "icn/assign/1" ? [[body.executor, settled.get(settlementSlot(cid)) ?? ""] as const] : [],
  );
  return Object.fromEntries(given);
}

async function auditOf({ federation, storage, verifier, guard }: ComposedNode): Promise<Orders["audit"][1]> {
  if (guard === undefined) throw new Error("not a guard");
  const { findings, facts } = await audit({ federation, storage, verifier });
  const totals = guard.ledger.totals("mana");
  const numbers = Object.entries(totals).map(([name, sum]) => [name, Number(sum)]);
  return { findings, facts, totals: Object.fromEntries(numbers) as Totals };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await systemClock.after(10, over);
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "base64"));
}
