import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import type { DiskFile } from "./disk.ts";
import { FRAME_HEADER, FRAME_MAGIC, readFrameHeader } from "./frame-format.ts";

/** A place in a file, and the sequence of the frame that belongs there. */
export interface FramePosition {
  readonly offset: number;
  readonly sequence: number;
}

/** A frame whose checksums are right. */
export interface Frame extends FramePosition {
  /** A view, valid until the next frame is read. */
  readonly body: Uint8Array;
}

const WINDOW = 1024 * 1024;

/**
 * The frames of a file from a position on, up to the first that is not whole or not the next in sequence; returns
 * where that one would stand.
 */
export function* readFrames(
  file: DiskFile,
  from: FramePosition,
  seed: number,
): Generator<Frame, FramePosition> {
  const window = createWindow(file);
  let { offset, sequence } = from;
  for (;;) {
    const header = readFrameHeader(window.view(offset, FRAME_HEADER), seed);
    if (header === undefined || header.sequence !== sequence) return { offset, sequence };
    const body = window.view(offset + FRAME_HEADER, header.bodyLength);
    if (body.length < header.bodyLength || crc32(body) !== header.bodyCrc) return { offset, sequence };
    yield { body, offset, sequence };
    offset += FRAME_HEADER + body.length;
    sequence += 1;
  }
}

/** True if a frame of a later sequence begins anywhere behind the offset. */
export function hasLaterFrame(file: DiskFile, { offset, sequence }: FramePosition, seed: number): boolean {
  const window = createWindow(file);
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(FRAME_MAGIC);
  for (let at = offset; at < file.size(); at += WINDOW) {
    const bytes = window.view(at, WINDOW + FRAME_HEADER);
    for (let found = bytes.indexOf(magic); found !== -1; found = bytes.indexOf(magic, found + 1)) {
      const header = readFrameHeader(bytes.subarray(found), seed);
      if (header !== undefined && header.sequence > sequence) return true;
    }
  }
  return false;
}

interface Window {
  /** That many bytes of the file, or as many as there are. */
  view(offset: number, length: number): Buffer;
}

/** Reads ahead, so that small frames cost no call of the operating system each. */
function createWindow(file: DiskFile): Window {
  let bytes = Buffer.alloc(0);
  let start = 0;
  const size = file.size();
  return {
    view(offset, length) {
      const end = Math.min(offset + length, size);
      if (offset < start || end > start + bytes.length) {
        start = offset;
        bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(Math.max(length, WINDOW), size - offset)));
        bytes = bytes.subarray(0, file.read(bytes, offset));
      }
      return bytes.subarray(offset - start, Math.max(offset, end) - start);
    },
  };
}
