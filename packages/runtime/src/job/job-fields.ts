import { type Cid, cidToBytes, type JobId } from "@icn-mesh/core";

/** What every line about a job says. */
export interface JobFields {
  readonly job: JobId;
  readonly trace: string;
  readonly [name: string]: string;
}

/** The digest begins behind the version, the codec, and the kind and length of the hash. */
const DIGEST = 4;
const TRACE_BYTES = 16;

/** The trace id of a job: 32 hexadecimal digits that follow from its id, so that every node comes to the same. */
export function traceIdOf(job: JobId): string {
  const digest = cidToBytes(job as string as Cid).subarray(DIGEST, DIGEST + TRACE_BYTES);
  let trace = "";
  for (const byte of digest) trace += HEX[byte];
  return trace;
}

/** Two digits for each byte: every line about a job has a trace id, and most are not even printed. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Which job a line is about, and the trace that it belongs to on every node. */
export function jobFields(job: JobId): JobFields {
  return { job, trace: traceIdOf(job) };
}
