import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { type BlockReader, createBlockReader } from "./block-reader.ts";
import { type Checkpoint, loadCheckpoint } from "./checkpoint.ts";
import { damaged } from "./damage.ts";
import type { Disk } from "./disk.ts";
import type { LogPosition } from "./entries.ts";
import { FILE_HEADER } from "./file-header.ts";
import { createPageKeeper, type PageKeeper, type PageKeeperOptions } from "./page-keeper.ts";
import { replayLog } from "./replay.ts";
import { beginSegments, mayBegin, openSegments, type Segments } from "./segments.ts";
import { createStoreState, type StoreState } from "./store-state.ts";
import { createWitness, type OpenedWitness, openWitness, type Witness } from "./witness.ts";

/** A store as its files tell it, ready to be added to. */
export interface Recovered {
  readonly storeId: Uint8Array;
  /** Of the checksums of frames. */
  readonly seed: number;
  readonly witness: Witness;
  readonly segments: Segments;
  readonly reader: BlockReader;
  readonly keeper: PageKeeper;
  readonly state: StoreState;
  readonly end: LogPosition;
  readonly checkpoint: Checkpoint | undefined;
}

const WITNESS = "witness";
const FIRST: LogPosition = { segment: 1, offset: FILE_HEADER, sequence: 1 };

/**
 * Opens what is in the directory, or begins a store in an empty one. All that it finds is durable when it resolves:
 * a frame that was in the making in a crash is cut off first.
 */
export async function recoverStore(disk: Disk, options: PageKeeperOptions = {}): Promise<Recovered> {
  const { witness, testimony } = openWitness(disk, WITNESS) ?? (await beginStore(disk));
  const open: { close(): void }[] = [witness];
  try {
    const segments = openSegments(disk, testimony.storeId);
    open.push(segments);
    const keeper = createPageKeeper(disk, options);
    open.push(keeper);
    return await recoverFrom(disk, { witness, testimony, segments, keeper });
  } catch (error) {
    for (const each of open) each.close();
    throw error;
  }
}

/** The witness comes last: until it is there, no store is, and what a crash left of it is begun again. */
async function beginStore(disk: Disk): Promise<OpenedWitness> {
  const witnessless = damaged(`${disk.path}/${WITNESS}`, "it is missing");
  if (!mayBegin(disk) || disk.list().includes("checkpoint")) throw witnessless;
  const storeId = randomBytes(16);
  await beginSegments(disk, storeId);
  await createWitness(disk, WITNESS, storeId);
  const opened = openWitness(disk, WITNESS);
  if (opened === undefined) throw witnessless;
  return opened;
}

interface Opened extends OpenedWitness {
  readonly segments: Segments;
  readonly keeper: PageKeeper;
}

async function recoverFrom(disk: Disk, { witness, testimony, segments, keeper }: Opened): Promise<Recovered> {
  const { storeId } = testimony;
  const seed = crc32(storeId);
  const reader = createBlockReader(segments);
  const state = createStoreState(reader, keeper);
  const checkpoint = loadCheckpoint(disk, { state, seed });
  const start = checkpoint?.start ?? FIRST;
  if (start.sequence < testimony.checkpoint) throw damaged(`${disk.path}/checkpoint`, "it is missing or old");
  const durable = Math.max(testimony.sequence, checkpoint?.reached ?? 0);
  const { end, gone } = replayLog({ segments, state, seed }, start, durable);
  tidySegments(segments, { state, gone, sealed: checkpoint?.sealed ?? new Map(), start });
  await makeDurable(segments, end);
  await witness.swear(end.sequence - 1, checkpoint === undefined ? 0 : start.sequence);
  return { storeId, seed, witness, segments, reader, keeper, state, end, checkpoint };
}

interface Expected {
  readonly state: StoreState;
  readonly gone: ReadonlySet<number>;
  readonly sealed: ReadonlyMap<number, number>;
  readonly start: LogPosition;
}

/** Every segment that is not gone has to be there; a file of one that is gone was left by a crash. */
function tidySegments(segments: Segments, { state, gone, sealed, start }: Expected): void {
  for (const [number, size] of sealed) {
    if (!gone.has(number) && segments.file(number)?.size() !== size) {
      throw damaged(segments.pathOf(number), "it is missing or has another length");
    }
  }
  for (const number of gone) state.index.forget(number);
  for (const number of segments.numbers()) {
    const isExpected = number >= start.segment || sealed.has(number);
    if (gone.has(number) || !isExpected) segments.drop(number);
  }
}

/** What survived a crash may be in the memory of the system only, and the tail behind it was never acknowledged. */
async function makeDurable(segments: Segments, end: LogPosition): Promise<void> {
  for (const number of segments
    .numbers()
    .filter((each) => each <= end.segment)
    .slice(-2)) {
    const file = segments.file(number);
    if (number === end.segment && file !== undefined && file.size() > end.offset) file.truncate(end.offset);
    await file?.sync();
  }
}
