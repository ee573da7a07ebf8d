import {
  type Cid,
  checkpointRecord,
  cidOf,
  codecOf,
  type JobCheckpoint,
  type PartialOutputReceipt,
  type ProgressReport,
  partialOutputRecord,
  progressRecord,
  type Signer,
  signRecord,
  within,
} from "@icn-mesh/core";
import type { GuestCheckpoint, GuestPartialOutput, GuestProgress } from "@icn-mesh/sandbox";
import type { ExecutorReport } from "../../network/network-message.ts";
import { isQuorum } from "../../quorum/is-quorum.ts";
import { MOST_STEPS, type TracedStep } from "../../quorum/step-trace.ts";
import type { MeshTaskParts } from "./mesh-task-parts.ts";
import type { WorkActor } from "./work-place.ts";

/** Tells the manager how the work goes, in signed reports. */
export interface Reporter {
  progress(progress: GuestProgress): Promise<void>;
  checkpoint(checkpoint: GuestCheckpoint): Promise<void>;
  partialOutput(piece: GuestPartialOutput): Promise<void>;
  /** Resolves when the manager has heard everything, or does not answer for some seconds: a receipt overtakes nothing. */
  caughtUp(signal: AbortSignal): Promise<void>;
  /** The states that this run of a quorum has gone through, as far as they were kept. */
  steps(): readonly TracedStep[];
  /** Says at once that the work has begun, and again whenever a third of the lease passes without another report. */
  heartbeat(signal: AbortSignal): void;
}

/** Reports of one run are numbered from here on, so that no run uses a number of another. */
const RUN_NUMBERS = 1_000_000;

/** A reporter of the current run. It does not wait for the manager: who cannot be reached must not slow the guest. */
export function createReporter(parts: MeshTaskParts, actor: WorkActor, signer: Signer): Reporter {
  const { network, clock, logger } = parts;
  const { leaseMs } = actor.facts.assignment.body;
  const next = createNumbers(actor.record.runs * RUN_NUMBERS);
  let last: GuestProgress = { stage: "started", percent: 0, message: "" };
  const isSecret = isQuorum(actor.facts.job.body);
  const steps: TracedStep[] = [];
  let prevState: Cid | null = null;
  let sent: Promise<unknown> = Promise.resolve();

  function send(report: ExecutorReport): void {
    sent = sent
      .then(() => network.report(actor.record.manager, report))
      .catch((reason: unknown) => logger.debug("a report was not sent", { reason: String(reason) }));
  }

  function head(seq: number): ReportHead {
    const { account: by } = actor.record;
    const { cid: assignment } = actor.facts.assignment;
    return { net: parts.federation.net, by, via: null, assignment, seq, at: clock.now() };
  }

  async function progress(said: GuestProgress): Promise<void> {
    // What the guest of a quorum says might be its result.
    last = isSecret ? { ...said, message: "" } : said;
    send(await signRecord(progressRecord, progressBody(head(next.progress()), last), signer));
  }

  async function beat(signal: AbortSignal): Promise<void> {
    for (;;) {
      await progress(last);
      await clock.after(Math.max(1, Math.floor(leaseMs / 3)), { signal });
    }
  }

  return {
    progress,
    async checkpoint(said) {
      const body = checkpointBody(head(next.checkpoint()), said, prevState);
      prevState = said.state;
      const signed = await signRecord(checkpointRecord, body, signer);
      const { cid, sig, bytes } = signed;
      const blocks = said.blocks.map((block) => ({ bytes: block.bytes, codec: codecOf(block.cid) }));
      await actor.change((record) => ({
        record: { ...record, checkpoint: { cid, sig } },
        blocks: [{ bytes }, ...blocks],
      }));
      if (!isSecret) send(signed);
      else if (said.step !== undefined && steps.length < MOST_STEPS)
        steps.push({ step: said.step, state: said.state });
    },
    async partialOutput(said) {
      if (isSecret) return;
      const body = partialBody(head(next.output()), said);
      const { output } = body;
      const signed = await signRecord(partialOutputRecord, body, signer);
      await actor.change((record) => ({
        record: {
          ...record,
          keeps: [...record.keeps.filter((each) => each !== output), output].slice(-MOST_KEPT),
        },
        blocks: [{ codec: "raw", bytes: said.bytes }],
      }));
      send(signed);
    },
    steps: () => steps,
    async caughtUp(signal) {
      await within(clock, { ms: PATIENCE_MS, signal }, () => sent);
    },
    heartbeat(signal) {
      beat(signal).catch(() => undefined); // it ends with the run
    },
  };
}

/** Each kind of report is numbered by itself. */
function createNumbers(first: number): Record<"progress" | "checkpoint" | "output", () => number> {
  const from = (): (() => number) => {
    let next = first;
    return () => next++;
  };
  return { progress: from(), checkpoint: from(), output: from() };
}

type ReportHead = Pick<ProgressReport, "assignment" | "at" | "by" | "net" | "seq" | "via">;

function progressBody(head: ReportHead, { stage, percent, message }: GuestProgress): ProgressReport {
  return {
    t: "icn/progress/1",
    ...head,
    stage: stage.slice(0, STAGE_CHARS),
    percent,
    message: message.slice(0, MESSAGE_CHARS),
    completedStages: [],
    remainingStages: [],
  };
}

function checkpointBody(
  head: ReportHead,
  { checkpointId, stage, step, percent, state }: GuestCheckpoint,
  prev: Cid | null,
): JobCheckpoint {
  const place = { checkpointId, stage: stage.slice(0, STAGE_CHARS), step, percent };
  return { t: "icn/checkpoint/1", ...head, ...place, state, prev, intermediate: null };
}

function partialBody(
  head: ReportHead,
  { outputId, stage, bytes, format }: GuestPartialOutput,
): PartialOutputReceipt {
  return {
    t: "icn/partial/1",
    ...head,
    outputId,
    stage: stage.slice(0, STAGE_CHARS),
    output: cidOf(bytes, "raw"),
    size: bytes.length,
    ...(format === undefined ? {} : { format }),
  };
}

const STAGE_CHARS = 128;
const MESSAGE_CHARS = 1024;
const MOST_KEPT = 160;
const PATIENCE_MS = 2000;
