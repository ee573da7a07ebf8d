import { Buffer } from "node:buffer";
import { CID_BYTES, type Cid } from "@icn-mesh/core";
import { writeCid } from "@icn-mesh/core/storage";

/** Writes values one after the other into memory that it keeps and grows. */
export interface ByteWriter {
  readonly length: number;
  /** Everything written so far, until the next call of anything. */
  bytes(from?: number): Buffer;
  /** Forgets what was written, and begins after `skip` bytes. */
  reset(skip: number): void;
  uint8(value: number): void;
  uint32(value: number): void;
  uint64(value: number): void;
  cid(value: Cid): void;
  /** At most 64 KiB of text, with its length before it. */
  text(value: string): void;
  raw(value: Uint8Array): void;
}

const USUAL_BYTES = 1024 * 1024;

/** A writer that has written nothing. */
export function createByteWriter(): ByteWriter {
  let memory = Buffer.allocUnsafeSlow(USUAL_BYTES);
  let at = 0;

  function reserve(count: number): void {
    if (at + count <= memory.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(at + count, 2 * memory.length));
    larger.set(memory.subarray(0, at));
    memory = larger;
  }

  return {
    get length() {
      return at;
    },
    bytes: (from = 0) => memory.subarray(from, at),
    reset(skip) {
      if (memory.length > 8 * USUAL_BYTES) memory = Buffer.allocUnsafeSlow(USUAL_BYTES);
      at = skip;
    },
    uint8(value) {
      reserve(1);
      memory[at++] = value;
    },
    uint32(value) {
      reserve(4);
      at = memory.writeUInt32LE(value, at);
    },
    uint64(value) {
      reserve(8);
      at = memory.writeBigUInt64LE(BigInt(value), at);
    },
    cid(value) {
      reserve(CID_BYTES);
      writeCid(value, memory, at);
      at += CID_BYTES;
    },
    text(value) {
      reserve(2 + 3 * value.length);
      const length = memory.write(value, at + 2, "utf8");
      memory.writeUInt16LE(length, at);
      at += 2 + length;
    },
    raw(value) {
      reserve(value.length);
      memory.set(value, at);
      at += value.length;
    },
  };
}
