import {
  type BlockInput,
  type Cid,
  cidOf,
  type Job,
  orAborted,
  receiptRecord,
  releaseRecord,
  type Signer,
  signRecord,
  type WorkOutcome,
} from "@icn-mesh/core";
import { isExecutorFailure, reasonOfClass } from "@icn-mesh/mesh";
import { limitsFor, type RunResult } from "@icn-mesh/sandbox";
import { RuntimeError } from "../../errors.ts";
import { inputCids } from "../../inputs/job-inputs.ts";
import { jobFields } from "../../job/job-fields.ts";
import { createLogWriter, type LogWriter } from "../../logs/log-writer.ts";
import { putPayload } from "../../payloads/put-payload.ts";
import { bindResult, unstoredFile } from "../../quorum/bind-result.ts";
import { isQuorum } from "../../quorum/is-quorum.ts";
import { encodeTrace, namingTrace, type TracedStep } from "../../quorum/step-trace.ts";
import { retryUntilDone } from "../../tasks/retry-until-done.ts";
import type { Task } from "../task-source.ts";
import { gatherWork } from "./gather-work.ts";
import { createReporter, type Reporter } from "./report-work.ts";
import type { WorkActor, WorkPlace } from "./work-place.ts";

/** Hands the work to the executor, and takes its end back; resolves when the end is durable, rejects if it was stopped. */
export async function offerWork(place: WorkPlace, actor: WorkActor, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const answer = place.desk.offer(await taskFor(place, actor, { signal, done: resolve }));
  if (!answer.accepted && answer.reason !== "duplicate") {
    const fields = jobFields(actor.facts.bid.body.job);
    place.parts.logger.info("no room for assigned work", { ...fields, reason: answer.reason });
    return giveBack(place, actor);
  }
  await orAborted(promise, signal);
}

/** Gives the attempt back for nothing: nobody is to blame, and another executor may try. */
export async function giveBack({ parts }: WorkPlace, actor: WorkActor): Promise<void> {
  const { record, facts } = actor;
  const body = {
    t: "icn/release/1",
    net: parts.federation.net,
    by: record.account,
    via: null,
    assignment: facts.assignment.cid,
    partPrice: 0n,
  } as const;
  await actor.say(await signRecord(releaseRecord, body, signerFor(parts, actor)));
}

interface TaskEnd {
  readonly signal: AbortSignal;
  readonly done: () => void;
}

async function taskFor(place: WorkPlace, actor: WorkActor, { signal, done }: TaskEnd): Promise<Task> {
  const { parts } = place;
  const { facts, record } = actor;
  const { body: job, cid } = facts.job;
  const running = new AbortController();
  const about = jobFields(facts.bid.body.job);
  await actor.change((now) => ({ record: { ...now, runs: now.runs + 1 } }));
  const logs = logOf(parts, actor, AbortSignal.any([signal, running.signal]));
  const reporter = createReporter(parts, actor, signerFor(parts, actor));
  let startedAt = parts.clock.now();
  let resumedFrom = record.checkpoint?.cid ?? facts.assignment.body.resumeFrom;

  return {
    id: facts.bid.cid,
    creator: job.by,
    lane: job.lane,
    priority: job.priority,
    deadline: parts.clock.monotonic() + Math.max(0, facts.assignment.body.claimBy - parts.clock.now()),
    resources: job.spec.resources,
    async gather(until) {
      startedAt = parts.clock.now();
      parts.logger.debug("work begins", { ...about, run: actor.record.runs });
      reporter.heartbeat(AbortSignal.any([signal, running.signal]));
      const limits = limitsFor(job.spec, parts.profile.limits) ?? parts.profile.limits;
      const inputs = inputCids(job.spec, facts.assignment.body) ?? [];
      const found = { inputs, resumeFrom: resumedFrom, from: [record.manager] };
      const gathered = await gatherWork(parts, { job, seed: cid, limits, ...found }, until);
      if (gathered.ok && gathered.gathered.resumeFrom === undefined) resumedFrom = null;
      return gathered;
    },
    progress: reporter.progress,
    checkpoint: reporter.checkpoint,
    partialOutput: reporter.partialOutput,
    log: logs.add,
    async ended(result) {
      running.abort();
      parts.logger.debug("work ends", { ...about, outcome: nameOf(result) });
      // Stopped with the node, or taken back: what was begun here goes on, or is given back, by the record.
      if (signal.aborted || actor.record.word !== null) return done();
      const ran = { reporter, log: logs, result, startedAt, resumedFrom };
      const end = { key: "end", fields: about, signal };
      // Where the store is full, this is all that there is of it.
      await retryUntilDone(parts, end, () => endWork(place, actor, { ...ran, signal }));
      done();
    },
  };
}

/** What a run has left, and who knows what was said of it while it lasted. */
interface Ran extends Pick<Ended, "result" | "startedAt" | "resumedFrom"> {
  readonly reporter: Reporter;
  readonly log: ReturnType<typeof logOf>;
  readonly signal: AbortSignal;
}

async function endWork(place: WorkPlace, actor: WorkActor, ran: Ran): Promise<void> {
  const { reporter, log, signal, ...ended } = ran;
  await Promise.all([reporter.caughtUp(signal), log.caughtUp(signal)]);
  const { outcome } = ended.result;
  if (outcome.type === "failed" && outcome.class === "cancelled") return giveBack(place, actor);
  const result = isTooLate(place, actor) ? inVain(ended.result) : ended.result;
  await sayReceipt(place, actor, { ...ended, result, logs: log.bytes(), steps: reporter.steps() });
}

function isTooLate({ parts }: WorkPlace, { facts }: WorkActor): boolean {
  return parts.clock.now() >= facts.assignment.body.claimBy;
}

/** Nobody can be paid any more for what a guest came to, so nobody is given it: another may be asked at once. */
function inVain({ outcome, usage }: RunResult): RunResult {
  const isOwnFailure = outcome.type === "failed" && isExecutorFailure(reasonOfClass(outcome.class));
  const late = { type: "failed", class: "timeout", message: "it ended after its time to claim" } as const;
  return { outcome: isOwnFailure ? outcome : late, usage };
}

function nameOf({ outcome }: RunResult): string {
  return outcome.type === "failed" ? outcome.class : outcome.type;
}

interface Ended {
  readonly result: RunResult;
  readonly startedAt: number;
  readonly resumedFrom: Cid | null;
  readonly logs: Uint8Array;
  readonly steps: readonly TracedStep[];
}

async function sayReceipt(
  { parts }: WorkPlace,
  actor: WorkActor,
  { result, startedAt, resumedFrom, logs, steps }: Ended,
): Promise<void> {
  const { outcome, usage } = result;
  const isSecret = isSecretUntilAsked(actor.facts.job.body, outcome);
  const payloads = createPayloads(parts, isSecret);
  const said: WorkOutcome =
    outcome.type === "failed"
      ? { type: "failed", class: outcome.class, message: outcome.message.slice(0, MESSAGE_CHARS) }
      : {
          type: "ok",
          result: await payloads.add(outcome.result),
          outputs: await payloads.addAll(outcome.outputs),
        };
  const ext =
    isSecret && steps.length > 0 ? { ext: namingTrace(await payloads.add(encodeTrace(steps))) } : {};
  const logCid = logs.length === 0 ? null : await payloads.add(logs);
  const { engine, version } = parts.profile;
  const signer = signerFor(parts, actor);
  const receipt = await signRecord(
    receiptRecord,
    {
      t: "icn/receipt/1",
      net: parts.federation.net,
      by: actor.record.account,
      via: null,
      assignment: actor.facts.assignment.cid,
      outcome: said,
      usage,
      profile: { engine, version },
      logs: logCid,
      // Who goes on from its own state after a restart has done all of the work itself.
      resumedFrom: isSecret ? actor.facts.assignment.body.resumeFrom : resumedFrom,
      onBehalf: null,
      startedAt,
      finishedAt: Math.max(startedAt, parts.clock.now()),
      salt: isSecret ? parts.rng.bytes(SALT_BYTES) : null,
      sealed: null,
      ...ext,
    },
    signer,
  );
  if (isSecret) await bindResult(parts, actor, { receipt, blocks: payloads.blocks, signer });
  else await actor.say(receipt, payloads);
}

/** What the guest of a quorum came to is shown when all have committed; that this machine has failed is no secret. */
function isSecretUntilAsked(job: Job, outcome: RunResult["outcome"]): boolean {
  if (!isQuorum(job)) return false;
  return outcome.type === "ok" || !isExecutorFailure(reasonOfClass(outcome.class));
}

const SALT_BYTES = 16;

const MESSAGE_CHARS = 1024;
const INLINE_BYTES = 1024 * 1024;

interface Payloads {
  readonly blocks: BlockInput[];
  readonly keeps: Cid[];
  add(bytes: Uint8Array): Promise<Cid>;
  addAll(named: ReadonlyMap<string, Uint8Array>): Promise<Record<string, Cid>>;
}

/**
 * What is small is written together with the receipt; what is large is a file of its own, and there before it, unless
 * nobody may have it yet.
 */
function createPayloads(parts: WorkPlace["parts"], isSecret: boolean): Payloads {
  const blocks: Payloads["blocks"] = [];
  const keeps: Cid[] = [];

  async function add(bytes: Uint8Array): Promise<Cid> {
    const cid = bytes.length <= INLINE_BYTES ? cidOf(bytes, "raw") : await large(bytes);
    if (bytes.length <= INLINE_BYTES) blocks.push({ codec: "raw", bytes });
    if (!keeps.includes(cid)) keeps.push(cid);
    return cid;
  }

  async function large(bytes: Uint8Array): Promise<Cid> {
    if (!isSecret) return putPayload(parts, [bytes]);
    const hidden = await unstoredFile(parts, bytes);
    blocks.push(...hidden.blocks);
    return hidden.cid;
  }

  return {
    blocks,
    keeps,
    add,
    async addAll(named) {
      const all: Record<string, Cid> = {};
      for (const [name, bytes] of named) all[name] = await add(bytes);
      return all;
    },
  };
}

/** What a replica of a quorum logs is not shown before its result is: others could copy its work. */
function logOf(parts: WorkPlace["parts"], { facts, record }: WorkActor, signal: AbortSignal): LogWriter {
  const isOpen = facts.job.body.verification.type === "signature";
  const manager = isOpen ? record.manager : undefined;
  return createLogWriter(parts, { assignment: facts.assignment.cid, run: record.runs, manager, signal });
}

function signerFor({ accounts }: WorkPlace["parts"], { record }: WorkActor): Signer {
  const signer = accounts.signerOf(record.account);
  if (signer === undefined)
    throw new RuntimeError("the key is not here", {
      code: "RUNTIME_NOT_OUR_ACCOUNT",
      account: record.account,
    });
  return signer;
}
