import { type Cid, checkpointRecord, type Did, type Job, type JobCheckpoint } from "@icn-mesh/core";
import { getValue } from "@icn-mesh/dag";
import type { HostCalls, Limits, ResumePoint } from "@icn-mesh/sandbox";
import { fetchInTime, type PatientTerms } from "../../network/fetch-in-time.ts";
import type { Gathered } from "../task-source.ts";
import { bringFiles, type FileTerms } from "./bring-files.ts";
import type { MeshTaskParts } from "./mesh-task-parts.ts";

/** What a job needs from elsewhere. */
export interface Wanted {
  readonly job: Job;
  /** The id of the job. */
  readonly seed: Cid;
  readonly inputs: readonly Cid[];
  readonly resumeFrom: Cid | null;
  readonly limits: Limits;
  /** Where it is likely to be had. */
  readonly from: readonly Did[];
}

const PATIENCE_MS = 60_000;
/** Who has named a state has it, or is away: for longer than this that is not waited for. */
const ASK_FOR_STATE_MS = 10_000;

/** Fetches the module, the inputs and the state to go on from, and hands them over as bytes. */
export async function gatherWork(
  parts: MeshTaskParts,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Gathered> {
  const { job, resumeFrom, from, limits } = wanted;
  const terms = { from, signal, ms: PATIENCE_MS };
  const [code, inputs] = await Promise.all([
    bringFiles(parts, job.manifest === null ? [] : [job.manifest], { ...terms, ...moduleTerms(limits) }),
    bringFiles(parts, wanted.inputs, { ...terms, ...inputTerms(limits) }),
  ]);
  if (!code.ok) return code;
  if (!inputs.ok) return inputs;
  const stateTerms = { ...terms, maxBytes: limits.checkpointBytes };
  const resume = resumeFrom === null ? null : await stateOf(parts, resumeFrom, stateTerms);
  const calls = parts.hostCalls({ cid: wanted.seed, body: job });
  const [module = null] = code.files;
  return { ok: true, gathered: gathered(wanted, { module, inputs: inputs.files, resume, calls }) };
}

function moduleTerms({ moduleBytes }: Limits): Pick<FileTerms, "fault" | "mostBytes" | "name"> {
  return { mostBytes: moduleBytes, name: "the module", fault: "invalid-module" };
}

function inputTerms({ inputBytes }: Limits): Pick<FileTerms, "fault" | "mostBytes" | "name"> {
  return { mostBytes: inputBytes, name: "an input", fault: "invalid-input" };
}

interface Brought {
  readonly module: Uint8Array | null;
  readonly inputs: readonly Uint8Array[];
  readonly resume: ResumePoint | null;
  readonly calls: HostCalls | undefined;
}

function gathered(
  { job, seed, limits }: Wanted,
  { module, inputs, resume, calls }: Brought,
): Extract<Gathered, { ok: true }>["gathered"] {
  const { spec, createdAt } = job;
  const { kind, args = [], outputs, deterministic } = spec;
  return {
    work: { kind, module, inputs, args, outputs, deterministic, seed, now: createdAt },
    limits,
    ...(resume === null ? {} : { resumeFrom: resume }),
    ...(calls === undefined ? {} : { hostCalls: calls }),
  };
}

/** A state that cannot be had soon is done without: the work begins at its beginning. */
async function stateOf(
  parts: MeshTaskParts,
  checkpoint: Cid,
  terms: PatientTerms,
): Promise<ResumePoint | null> {
  const { storage } = parts;
  const bring = (root: Cid) => fetchInTime(parts, [root], { ...terms, askMs: ASK_FOR_STATE_MS });
  if (!(await bring(checkpoint))) return null;
  const found = await getValue<JobCheckpoint>(storage, checkpointRecord.codec, checkpoint);
  if (!found.ok || !(await bring(found.value.state))) return null;
  return { state: found.value.state, get: (block) => storage.get(block) };
}
