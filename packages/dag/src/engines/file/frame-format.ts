import { crc32 } from "node:zlib";
import type { ByteWriter } from "./byte-writer.ts";

// A frame is what was written together: a header and a body of entries.
//
//   0  magic        u32
//   4  body length  u32
//   8  sequence     u64   one more than the frame before
//  16  body CRC     u32
//  20  header CRC   u32   of bytes 0 to 20, seeded by the store, so that no block can pose as a frame

export const FRAME_MAGIC = 0x46_4d_43_49;
export const FRAME_HEADER = 24;

/** What a frame header says of its frame. */
export interface FrameHeader {
  readonly sequence: number;
  readonly bodyLength: number;
  readonly bodyCrc: number;
}

/** Makes room for the header of a frame; its entries are written next. */
export function beginFrame(writer: ByteWriter): void {
  writer.reset(FRAME_HEADER);
}

/** The whole frame with the entries written since `beginFrame`; it is gone with the next one. */
export function finishFrame(writer: ByteWriter, seed: number, sequence: number): Uint8Array {
  const frame = writer.bytes();
  frame.writeUInt32LE(FRAME_MAGIC, 0);
  frame.writeUInt32LE(frame.length - FRAME_HEADER, 4);
  frame.writeBigUInt64LE(BigInt(sequence), 8);
  frame.writeUInt32LE(crc32(frame.subarray(FRAME_HEADER)), 16);
  frame.writeUInt32LE(crc32(frame.subarray(0, 20), seed), 20);
  return frame;
}

/** The header in the first 24 bytes; undefined if there is none of this store. */
export function readFrameHeader(bytes: Uint8Array, seed: number): FrameHeader | undefined {
  if (bytes.length < FRAME_HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, FRAME_HEADER);
  if (view.getUint32(0, true) !== FRAME_MAGIC) return undefined;
  if (view.getUint32(20, true) !== crc32(bytes.subarray(0, 20), seed)) return undefined;
  const sequence = Number(view.getBigUint64(8, true));
  return { sequence, bodyLength: view.getUint32(4, true), bodyCrc: view.getUint32(16, true) };
}
