import { Buffer } from "node:buffer";
import { CID_BYTES, type Cid } from "@icn-mesh/core";
import { readCid } from "@icn-mesh/core/storage";
import type { DagError } from "../../errors.ts";
import type { SavedShard } from "./block-index.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { damaged } from "./damage.ts";

// An entry is one byte of kind and then its values: a name has its length in two bytes before it, a value in four.

const BLOCK = 1; // cid, u32 length, u32 checksum of both, bytes
const BLOCK_GONE = 2; // cid
const REF = 3; // name, cid
const REF_GONE = 4; // name
const ROW = 5; // model, key, value
const ROW_GONE = 6; // model, key
const MODEL = 7; // model, u32 version: its rows are complete for it
const MODEL_GONE = 8; // model: all its rows are dropped
const SEGMENT_GONE = 9; // u32: nothing lives in the segment any more
const SEGMENT = 10; // in checkpoints: u32 number, u32 size
const POSITION = 12; // in checkpoints: u32 segment, u32 offset, u64 sequence
const SHARD = 11; // in checkpoints: u32 number, u32 live, u32 used, value: the table

/** A place in the log, and the sequence of the frame that belongs there. */
export interface LogPosition {
  readonly segment: number;
  readonly offset: number;
  readonly sequence: number;
}

/** Of a block entry: its kind, CID, length and CRC come before its bytes. */
export const BLOCK_HEADER = 1 + CID_BYTES + 4 + 4;

/**
 * The checksum of a block's CID and length, which tells another block at a place from a damaged one. Each step can
 * be undone, so that no damage within one word goes unseen; it takes a tenth of the time of calling for a CRC.
 */
export function checkBlockHeader(entry: Uint8Array): number {
  let sum = 0x811c_9dc5;
  for (let at = 1; at < 1 + CID_BYTES + 4; at += 4) {
    const word =
      byte(entry, at) |
      (byte(entry, at + 1) << 8) |
      (byte(entry, at + 2) << 16) |
      (byte(entry, at + 3) << 24);
    sum = Math.imul(sum ^ word, 0x0100_0193);
  }
  return sum >>> 0;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

/** Adds entries to a frame. `block` tells where in the frame its entry starts. */
export interface EntryWriter {
  block(cid: Cid, bytes: Uint8Array): number;
  blockGone(cid: Cid): void;
  ref(name: string, cid: Cid | null): void;
  row(model: string, key: string, value: Uint8Array | null): void;
  model(model: string, version: number | null): void;
  segmentGone(segment: number): void;
  segment(segment: number, size: number): void;
  /** In checkpoints: where the log is replayed from, and at the end how far it has to reach. */
  position(position: LogPosition): void;
  shard(number: number, saved: SavedShard): void;
}

/** Entries, as they come in the bodies of frames, by way of a writer of bytes. */
export function createEntryWriter(to: ByteWriter): EntryWriter {
  return {
    block(cid, bytes) {
      const start = to.length;
      to.uint8(BLOCK);
      to.cid(cid);
      to.uint32(bytes.length);
      to.uint32(checkBlockHeader(to.bytes(start)));
      to.raw(bytes);
      return start;
    },
    blockGone(cid) {
      to.uint8(BLOCK_GONE);
      to.cid(cid);
    },
    ref(name, cid) {
      to.uint8(cid === null ? REF_GONE : REF);
      to.text(name);
      if (cid !== null) to.cid(cid);
    },
    row(model, key, value) {
      to.uint8(value === null ? ROW_GONE : ROW);
      to.text(model);
      to.text(key);
      if (value === null) return;
      to.uint32(value.length);
      to.raw(value);
    },
    model(model, version) {
      to.uint8(version === null ? MODEL_GONE : MODEL);
      to.text(model);
      if (version !== null) to.uint32(version);
    },
    segmentGone(segment) {
      to.uint8(SEGMENT_GONE);
      to.uint32(segment);
    },
    segment(segment, size) {
      to.uint8(SEGMENT);
      to.uint32(segment);
      to.uint32(size);
    },
    position({ segment, offset, sequence }) {
      to.uint8(POSITION);
      to.uint32(segment);
      to.uint32(offset);
      to.uint64(sequence);
    },
    shard(number, { live, used, table }) {
      to.uint8(SHARD);
      to.uint32(number);
      to.uint32(live);
      to.uint32(used);
      to.uint32(table.length);
      to.raw(table);
    },
  };
}

/** What becomes of each kind of entry. Byte arrays are views, valid during the call. */
export interface EntryVisitor {
  /** `at` is where in the body the entry starts, `length` how many bytes the block has. */
  block(cid: Uint8Array, at: number, length: number): void;
  blockGone(cid: Uint8Array): void;
  ref(name: string, cid: Cid | null): void;
  row(model: string, key: string, value: Uint8Array | null): void;
  model(model: string, version: number | null): void;
  segmentGone(segment: number): void;
  segment(segment: number, size: number): void;
  /** In checkpoints: where the log is replayed from, and at the end how far it has to reach. */
  position(position: LogPosition): void;
  shard(number: number, saved: SavedShard): void;
}

/** Goes through the entries of a body whose checksum is right; `DAG_STORE_DAMAGED` if they make no sense even so. */
export function visitEntries(body: Uint8Array, visitor: EntryVisitor, path: string): void {
  const from = createByteReader(body, path);
  while (from.left() > 0) {
    const at = from.position();
    const read = READERS[from.uint8()];
    if (read === undefined) throw senseless(path, at);
    read(from, visitor, at);
  }
}

function senseless(path: string, at: number): DagError {
  return damaged(path, "an entry makes no sense", at);
}

type EntryReader = (from: ByteReader, visitor: EntryVisitor, at: number) => void;

const READERS: Readonly<Record<number, EntryReader>> = {
  [BLOCK](from, visitor, at) {
    const cid = from.raw(CID_BYTES);
    const length = from.uint32();
    from.raw(4 + length);
    visitor.block(cid, at, length);
  },
  [BLOCK_GONE]: (from, visitor) => visitor.blockGone(from.raw(CID_BYTES)),
  [REF]: (from, visitor) => visitor.ref(from.text(), readCid(from.raw(CID_BYTES), 0)),
  [REF_GONE]: (from, visitor) => visitor.ref(from.text(), null),
  [ROW]: (from, visitor) => visitor.row(from.text(), from.text(), from.raw(from.uint32())),
  [ROW_GONE]: (from, visitor) => visitor.row(from.text(), from.text(), null),
  [MODEL]: (from, visitor) => visitor.model(from.text(), from.uint32()),
  [MODEL_GONE]: (from, visitor) => visitor.model(from.text(), null),
  [SEGMENT_GONE]: (from, visitor) => visitor.segmentGone(from.uint32()),
  [SEGMENT]: (from, visitor) => visitor.segment(from.uint32(), from.uint32()),
  [POSITION](from, visitor) {
    const [segment, offset] = [from.uint32(), from.uint32()];
    visitor.position({ segment, offset, sequence: from.uint64() });
  },
  [SHARD](from, visitor) {
    const [number, live, used] = [from.uint32(), from.uint32(), from.uint32()];
    visitor.shard(number, { live, used, table: from.raw(from.uint32()) });
  },
};

interface ByteReader {
  left(): number;
  position(): number;
  uint8(): number;
  uint32(): number;
  uint64(): number;
  text(): string;
  raw(length: number): Uint8Array;
}

function createByteReader(bytes: Uint8Array, path: string): ByteReader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;

  function take(count: number): number {
    if (at + count > buffer.length) throw senseless(path, at);
    at += count;
    return at - count;
  }

  return {
    left: () => buffer.length - at,
    position: () => at,
    uint8: () => buffer.readUInt8(take(1)),
    uint32: () => buffer.readUInt32LE(take(4)),
    uint64: () => Number(buffer.readBigUInt64LE(take(8))),
    text() {
      const length = buffer.readUInt16LE(take(2));
      const start = take(length);
      return buffer.toString("utf8", start, start + length);
    },
    raw(length) {
      const start = take(length);
      return buffer.subarray(start, start + length);
    },
  };
}
