import type { Cid, Clock, JobCheckpoint, Storage } from "@icn-mesh/core";
import { readFile } from "@icn-mesh/dag";
import { type Fact, latestCheckpoint } from "@icn-mesh/mesh";
import { putPayload } from "../payloads/put-payload.ts";
import type { JobView } from "./read-job.ts";

/** What comes of looking for an output. */
export type FoundOutput =
  | { readonly ok: true; readonly cid: Cid; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly ok: false; readonly why: "unknown-job" | "no-result" | "no-such-output" };

/** What comes of looking for a checkpoint; of its state the first block is here, or is still to be fetched. */
export type FoundCheckpoint =
  | { readonly ok: true; readonly checkpoint: Fact<JobCheckpoint>; readonly isHere: boolean }
  | { readonly ok: false; readonly why: "unknown-job" | "no-such-checkpoint" };

/** Stores an input and keeps it; the CID is what a spec names. */
export async function putInput(
  parts: { readonly storage: Storage; readonly clock: Clock },
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Cid> {
  return putPayload(parts, source);
}

/** The result of a job, or one of its named outputs. */
export function getOutput(
  storage: Storage,
  view: JobView | undefined,
  name: string | undefined,
): FoundOutput {
  const outcome = view?.lifecycle.receipt?.body.outcome;
  if (view === undefined) return { ok: false, why: "unknown-job" };
  if (outcome?.type !== "ok" || view.lifecycle.state.status !== "Completed")
    return { ok: false, why: "no-result" };
  const cid = name === undefined ? outcome.result : outcome.outputs[name];
  if (cid === undefined) return { ok: false, why: "no-such-output" };
  return { ok: true, cid, bytes: readFile(storage, cid) };
}

/** What a running job has put out so far under an id; of several pieces the latest. */
export function getPartialOutput(storage: Storage, view: JobView | undefined, outputId: string): FoundOutput {
  if (view === undefined) return { ok: false, why: "unknown-job" };
  const piece = view.lifecycle.partialOutputs.findLast(({ body }) => body.outputId === outputId);
  if (piece === undefined) return { ok: false, why: "no-such-output" };
  const cid = piece.body.output;
  return { ok: true, cid, bytes: readFile(storage, cid) };
}

/** The checkpoint of an id, or the latest that a job can go on from. */
export async function getCheckpoint(
  storage: Storage,
  view: JobView | undefined,
  checkpointId: string | undefined,
): Promise<FoundCheckpoint> {
  if (view === undefined) return { ok: false, why: "unknown-job" };
  const { lifecycle } = view;
  const checkpoint =
    checkpointId === undefined
      ? latestCheckpoint(lifecycle)
      : lifecycle.checkpoints.findLast(({ body }) => body.checkpointId === checkpointId);
  if (checkpoint === undefined || checkpoint === null) return { ok: false, why: "no-such-checkpoint" };
  return { ok: true, checkpoint, isHere: await storage.has(checkpoint.body.state) };
}
