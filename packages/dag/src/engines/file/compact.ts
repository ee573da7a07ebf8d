import { setImmediate as pause } from "node:timers/promises";
import { cidOf, codecOf } from "@icn-mesh/core";
import { readCid } from "@icn-mesh/core/storage";
import type { BlockPlace } from "./block-index.ts";
import { BLOCK_HEADER, type EntryWriter, type LogPosition, visitEntries } from "./entries.ts";
import { FILE_HEADER } from "./file-header.ts";
import { FRAME_HEADER } from "./frame-format.ts";
import { readFrames } from "./read-frames.ts";
import type { Segments } from "./segments.ts";
import type { StoreState } from "./store-state.ts";

/** What a compaction works with. */
export interface CompactComponents {
  readonly state: StoreState;
  readonly segments: Segments;
  readonly seed: number;
  /** Writes a frame with nothing before or beside it; `apply` runs with its place once it is durable. */
  readonly write: <Added>(
    add: (to: EntryWriter) => Added | undefined,
    apply: (added: Added, at: LogPosition) => void,
  ) => Promise<void>;
}

/** A segment is worth copying when less than this part of it lives. */
const WORTHWHILE = 0.5;
/** Bytes of blocks that are copied in one go, and bytes that are looked through for them. */
const STEP = 1024 * 1024;

/**
 * Copies the blocks that live in segments before `start` and are mostly dead to the end of the log, and removes the
 * segments. One in which a live block is damaged stays as it is.
 */
export async function compact(components: CompactComponents, start: number): Promise<void> {
  const { segments, state } = components;
  const sealed = segments.numbers().filter((number) => number < start);
  if (sealed.length === 0) return;
  const sizes = state.index.sizes();
  for (const number of sealed) {
    const size = segments.file(number)?.size() ?? 0;
    if ((sizes.get(number) ?? 0) >= size * WORTHWHILE) continue;
    if (!(await copyLive(components, number))) continue;
    await components.write(
      (to) => {
        to.segmentGone(number);
        return true;
      },
      () => segments.drop(number),
    );
  }
}

/** A block of the segment, by its CID and where it stands. */
interface Found {
  readonly key: Uint8Array;
  readonly from: BlockPlace;
}

/** False if not all live blocks could be copied. */
async function copyLive(components: CompactComponents, number: number): Promise<boolean> {
  for (const batch of batches(components, number)) {
    if (batch.length > 0 && !(await copyBatch(components, batch))) return false;
    await pause();
  }
  const left = components.state.index.sizes().has(number);
  return !left;
}

/** What is live, a step at a time: where all is dead, the steps are empty. */
function* batches({ segments, seed, state }: CompactComponents, segment: number): Generator<Found[]> {
  const file = segments.file(segment);
  if (file === undefined) return;
  const from = { offset: FILE_HEADER, sequence: segments.firstSequence(segment) };
  let batch: Found[] = [];
  let bytes = 0;
  let looked = 0;
  for (const { body, offset } of readFrames(file, from, seed)) {
    const visitor = {
      ...NOTHING,
      block(cid: Uint8Array, at: number, length: number) {
        const place = { segment, offset: offset + FRAME_HEADER + at, length };
        if (!isLive(state, cid, place)) return;
        batch.push({ key: new Uint8Array(cid), from: place });
        bytes += length;
      },
    };
    visitEntries(body, visitor, segments.pathOf(segment));
    looked += body.length;
    if (bytes < STEP && looked < STEP) continue;
    yield batch;
    batch = [];
    bytes = 0;
    looked = 0;
  }
  if (batch.length > 0) yield batch;
}

async function copyBatch(components: CompactComponents, batch: readonly Found[]): Promise<boolean> {
  const { state, segments, write } = components;
  let isWhole = true;
  await write(
    (to) => {
      // A sweep may have removed some of them since they were found.
      const live = batch.filter(({ key, from }) => isLive(state, key, from));
      const contents = live.map(({ key, from }) => contentOf(segments, key, from));
      isWhole = contents.every((content) => content !== undefined);
      if (!isWhole || live.length === 0) return undefined;
      return live.map(({ key, from }, index) => {
        const content = contents[index] as Uint8Array;
        return { key, from, entry: to.block(readCid(key, 0), content), length: content.length };
      });
    },
    (moved, { segment, offset }) => {
      for (const { key, from, entry, length } of moved) {
        state.index.move(key, from, { segment, offset: offset + entry, length });
      }
    },
  );
  return isWhole;
}

function isLive({ index }: StoreState, key: Uint8Array, at: BlockPlace): boolean {
  const found = index.find(key, ({ segment, offset }) => segment === at.segment && offset === at.offset);
  return found !== undefined;
}

/** The bytes of the block, if they are what its CID says. */
function contentOf(segments: Segments, key: Uint8Array, place: BlockPlace): Uint8Array | undefined {
  const content = new Uint8Array(place.length);
  const read = segments.file(place.segment)?.read(content, place.offset + BLOCK_HEADER);
  const cid = readCid(key, 0);
  return read === place.length && cidOf(content, codecOf(cid)) === cid ? content : undefined;
}

const nothing = () => undefined;
const NOTHING = {
  block: nothing,
  blockGone: nothing,
  ref: nothing,
  row: nothing,
  model: nothing,
  segmentGone: nothing,
  segment: nothing,
  position: nothing,
  shard: nothing,
};
