import { bytes, type Cid, cidSchema, defineCodec, uint } from "@icn-mesh/core";
import * as z from "zod";

/** The next lines of a log, on their way from the executor of an assignment to the manager of the job. */
export interface LogSegment {
  readonly assignment: Cid;
  /** Which run of the work it belongs to: an executor that was restarted begins another. */
  readonly run: number;
  /** Its number among the segments of that run, from 0 on. */
  readonly seq: number;
  readonly lines: Uint8Array;
}

/** What a segment holds at most. */
export const SEGMENT_BYTES = 32 * 1024;
/** What the log of one run holds at most; beyond it an executor writes no lines. */
export const LOG_BYTES = 1024 * 1024;

const LAST_NUMBER = 9999;

const codec = defineCodec(
  "mesh-log",
  z.strictObject({
    assignment: cidSchema,
    run: uint(LAST_NUMBER),
    seq: uint(LAST_NUMBER),
    lines: bytes(SEGMENT_BYTES, 1),
  }),
  { limits: { maxBytes: 2 * SEGMENT_BYTES, maxDepth: 4, maxItems: 32 } },
);

/** A segment as bytes. */
export function encodeSegment(segment: LogSegment): Uint8Array {
  return codec.encode(segment);
}

/** Reads a segment; undefined for bytes that are none. */
export function decodeSegment(from: Uint8Array): LogSegment | undefined {
  const decoded = codec.decode(from);
  return decoded.ok ? decoded.value : undefined;
}
