import { setImmediate as pause } from "node:timers/promises";
import { nextKey, PAGE } from "../read-pages.ts";
import { SHARDS } from "./block-index.ts";
import { createByteWriter } from "./byte-writer.ts";
import { damaged } from "./damage.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { createEntryWriter, type EntryWriter, type LogPosition, visitEntries } from "./entries.ts";
import { FILE_HEADER, printFileHeader, readFileHeader } from "./file-header.ts";
import { beginFrame, finishFrame } from "./frame-format.ts";
import { readFrames } from "./read-frames.ts";
import { stateVisitor } from "./replay.ts";
import type { StoreState } from "./store-state.ts";

// A checkpoint is the state in frames, so that opening replays only what was logged since. It is taken while
// commits go on: parts of it are newer than its start, and the replay from there makes all of it new alike, since
// every entry says what is and none what is added. So the log has to reach the end that it names.

const NAME = "checkpoint";
const DRAFT = "checkpoint-draft";
/** A frame is closed once it has as many, and others get their turn. */
const FRAME_BYTES = 128 * 1024;
/** A row may have 2 MiB. */
const ROWS_PER_FRAME = 64;

/** What a checkpoint is written of. */
export interface CheckpointSource {
  readonly disk: Disk;
  readonly storeId: Uint8Array;
  readonly seed: number;
  readonly state: StoreState;
  /** Sizes of the segments before the start. */
  readonly sealed: ReadonlyMap<number, number>;
  readonly start: LogPosition;
  /** The sequence of the last frame that the state has now. */
  readonly reached: () => number;
}

/** Writes a checkpoint in the place of the last one, durably; how many bytes it has. */
export async function writeCheckpoint(source: CheckpointSource): Promise<number> {
  const { disk, storeId, start } = source;
  const draft = disk.create(DRAFT);
  try {
    draft.write(printFileHeader({ number: 0, storeId, sequence: start.sequence }), 0);
    const size = await writeState(draft, source);
    await draft.sync();
    disk.rename(DRAFT, NAME);
    await disk.sync();
    return size;
  } finally {
    draft.close();
  }
}

async function writeState(draft: DiskFile, source: CheckpointSource): Promise<number> {
  const bytes = createByteWriter();
  const entries = createEntryWriter(bytes);
  let offset = FILE_HEADER;
  let sequence = 0;

  function writeFrame(): void {
    const frame = finishFrame(bytes, source.seed, ++sequence);
    draft.write(frame, offset);
    offset += frame.length;
    beginFrame(bytes);
  }

  beginFrame(bytes);
  for (const add of partsOf(source)) {
    add(entries);
    if (bytes.length < FRAME_BYTES) continue;
    writeFrame();
    await pause();
  }
  writeFrame();
  return offset;
}

type Part = (to: EntryWriter) => void;

function* partsOf({ state, sealed, start, reached }: CheckpointSource): Generator<Part> {
  yield (to) => {
    to.position(start);
    for (const [number, size] of sealed) to.segment(number, size);
  };
  for (const model of state.models()) {
    for (const page of pagesOf(state.rowsOf(model), ROWS_PER_FRAME)) {
      yield (to) => {
        for (const [key, value] of page) to.row(model, key, value);
      };
    }
  }
  yield (to) => {
    for (const [model, version] of state.versions) to.model(model, version);
  };
  for (const page of pagesOf(state.refs, PAGE)) {
    yield (to) => {
      for (const [name, cid] of page) to.ref(name, cid);
    };
  }
  for (let number = 0; number < SHARDS; number++) {
    yield (to) => {
      const saved = state.index.save(number);
      if (saved.used > 0) to.shard(number, saved);
    };
  }
  yield (to) => to.position({ segment: 0, offset: 0, sequence: reached() });
}

interface Pageable<Value> {
  entries(range: { from: string; limit: number }): readonly (readonly [string, Value])[];
}

function* pagesOf<Value>(
  map: Pageable<Value>,
  limit: number,
): Generator<readonly (readonly [string, Value])[]> {
  for (let from = ""; ; ) {
    const page = map.entries({ from, limit });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    from = nextKey(last[0]);
  }
}

/** What a checkpoint says besides the state. */
export interface Checkpoint {
  readonly start: LogPosition;
  /** The log reached at least this sequence when the checkpoint was finished. */
  readonly reached: number;
  readonly sealed: ReadonlyMap<number, number>;
  readonly size: number;
}

/** Loads the checkpoint into an empty state; undefined if there is none, `DAG_STORE_DAMAGED` if it is not whole. */
export function loadCheckpoint(
  disk: Disk,
  { state, seed }: { readonly state: StoreState; readonly seed: number },
): Checkpoint | undefined {
  const file = disk.open(NAME);
  if (file === undefined) return undefined;
  const path = `${disk.path}/${NAME}`;
  try {
    if (readFileHeader(file, path) === undefined) throw damaged(path, "it has no header", 0);
    const { positions, sealed, end } = loadState(file, { state, seed, path });
    const [start, last] = positions;
    if (end !== file.size() || start === undefined || last?.segment !== 0) {
      throw damaged(path, "a frame is broken", end);
    }
    return { start, reached: last.sequence, sealed, size: end };
  } finally {
    file.close();
  }
}

interface LoadTarget {
  readonly state: StoreState;
  readonly seed: number;
  readonly path: string;
}

function loadState(file: DiskFile, { state, seed, path }: LoadTarget) {
  const positions: LogPosition[] = [];
  const sealed = new Map<number, number>();
  const frames = readFrames(file, { offset: FILE_HEADER, sequence: 1 }, seed);
  const visitor = {
    ...stateVisitor(state),
    position: (position: LogPosition) => positions.push(position),
    segment: (number: number, size: number) => sealed.set(number, size),
    shard: (...[number, saved]: Parameters<StoreState["index"]["load"]>) => {
      if (!state.index.load(number, saved)) throw damaged(path, "a shard makes no sense");
    },
  };
  for (;;) {
    const next = frames.next();
    if (next.done) return { positions, sealed, end: next.value.offset };
    visitEntries(next.value.body, visitor, path);
  }
}
