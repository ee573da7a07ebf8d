import type { DagError } from "../../errors.ts";
import { damaged } from "./damage.ts";
import type { DiskFile } from "./disk.ts";
import { type EntryVisitor, type LogPosition, visitEntries } from "./entries.ts";
import { FILE_HEADER } from "./file-header.ts";
import { FRAME_HEADER } from "./frame-format.ts";
import { type FramePosition, hasLaterFrame, readFrames } from "./read-frames.ts";
import type { Segments } from "./segments.ts";
import type { StoreState } from "./store-state.ts";

/** What a replay works on. */
export interface ReplayComponents {
  readonly segments: Segments;
  readonly state: StoreState;
  readonly seed: number;
}

/** What a replay found. */
export interface Replayed {
  /** Where the next frame belongs. What stands behind it was never acknowledged. */
  readonly end: LogPosition;
  /** Segments that the log says are removed. */
  readonly gone: ReadonlySet<number>;
}

/**
 * Applies the log from a position on. A frame that is not whole ends it only where it may have been in the making:
 * at the end of the last segment, later than anything known to be durable. Anywhere else it is `DAG_STORE_DAMAGED`.
 */
export function replayLog(
  { segments, state, seed }: ReplayComponents,
  from: LogPosition,
  durable: number,
): Replayed {
  const gone = new Set<number>();
  let at = from;
  while (true) {
    at = replaySegment({ segments, state, seed }, at, { gone, durable });
    const next = at.segment + 1;
    if (segments.file(next) === undefined) break;
    if (segments.firstSequence(next) !== at.sequence) throw missingFrames(segments, at);
    at = { segment: next, offset: FILE_HEADER, sequence: at.sequence };
  }
  if (at.sequence <= durable) throw missingFrames(segments, at);
  return { end: at, gone };
}

function missingFrames(segments: Segments, { segment, offset }: LogPosition): DagError {
  return damaged(segments.pathOf(segment), "frames are missing at its end", offset);
}

interface ReplayNotes {
  readonly gone: Set<number>;
  readonly durable: number;
}

/** Applies the rest of a segment; where its frames end. */
function replaySegment(
  { segments, state, seed }: ReplayComponents,
  from: LogPosition,
  { gone, durable }: ReplayNotes,
): LogPosition {
  const { segment } = from;
  const path = segments.pathOf(segment);
  const file = segments.file(segment);
  if (file === undefined) throw damaged(path, "it is missing");
  const end = applyFrames({ file, path, seed }, from, visitorOf(state, segment, gone));
  if (end.offset > file.size()) throw damaged(path, "it is cut off", file.size());
  if (end.offset < file.size()) {
    const isLast = segments.file(segment + 1) === undefined;
    const wasDurable = !isLast || end.sequence <= durable || hasLaterFrame(file, end, seed);
    if (wasDurable) throw damaged(path, "a frame is broken that was acknowledged", end.offset);
  }
  return { segment, ...end };
}

interface FrameFile {
  readonly file: DiskFile;
  readonly path: string;
  readonly seed: number;
}

interface LogVisitor extends EntryVisitor {
  frame(offset: number): void;
}

function applyFrames({ file, path, seed }: FrameFile, from: FramePosition, visitor: LogVisitor) {
  const frames = readFrames(file, from, seed);
  for (;;) {
    const next = frames.next();
    if (next.done) return next.value;
    visitor.frame(next.value.offset);
    visitEntries(next.value.body, visitor, path);
  }
}

function visitorOf(state: StoreState, segment: number, gone: Set<number>): LogVisitor {
  let frame = 0;
  return {
    ...stateVisitor(state),
    frame(offset) {
      frame = offset;
    },
    block(cid, at, length) {
      state.putBlock(cid, { segment, offset: frame + FRAME_HEADER + at, length });
    },
    segmentGone(number) {
      gone.add(number);
    },
  };
}

/** Applies what frames of the log and of checkpoints have in common; the rest is ignored. */
export function stateVisitor(state: StoreState): EntryVisitor {
  return {
    block: () => undefined,
    blockGone: (cid) => state.removeBlock(cid),
    ref: (name, cid) => state.setRef(name, cid),
    row: (model, key, value) => state.setRow(model, key, value && new Uint8Array(value)),
    model: (model, version) => state.setModel(model, version),
    segmentGone: () => undefined,
    segment: () => undefined,
    position: () => undefined,
    shard: () => undefined,
  };
}
