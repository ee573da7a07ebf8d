import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import { DagError } from "../../errors.ts";
import type { DiskFile } from "./disk.ts";

// Every file of a store begins alike: magic, format version, number, id of the store, first sequence, CRC.

/** The format that this code writes. */
const FORMAT_VERSION = 1;
/** Bytes before the first frame of a file. */
export const FILE_HEADER = 48;

const MAGIC = Buffer.from("ICNMESH\n");

/** What the beginning of a file says of it. */
export interface FileHeader {
  /** Of a segment; 0 for other files. */
  readonly number: number;
  /** 16 random bytes. */
  readonly storeId: Uint8Array;
  /** Of the first frame in a segment; of the first frame after a checkpoint. */
  readonly sequence: number;
}

/** The bytes of a header. */
export function printFileHeader({ number, storeId, sequence }: FileHeader): Uint8Array {
  const bytes = Buffer.alloc(FILE_HEADER);
  bytes.set(MAGIC);
  bytes.writeUInt32LE(FORMAT_VERSION, 8);
  bytes.writeUInt32LE(number, 12);
  bytes.set(storeId, 16);
  bytes.writeBigUInt64LE(BigInt(sequence), 32);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 44)), 44);
  return bytes;
}

/** The header of a file; undefined if it is damaged, `DAG_STORE_NEWER` if a newer program wrote it. */
export function readFileHeader(file: DiskFile, path: string): FileHeader | undefined {
  const bytes = Buffer.alloc(FILE_HEADER);
  const isWhole = file.read(bytes, 0) === FILE_HEADER && bytes.subarray(0, 8).equals(MAGIC);
  if (!isWhole || bytes.readUInt32LE(44) !== crc32(bytes.subarray(0, 44))) return undefined;
  const version = bytes.readUInt32LE(8);
  if (version > FORMAT_VERSION) {
    throw new DagError(`a newer program wrote ${path} (format ${version}); use that program or a newer one`, {
      code: "DAG_STORE_NEWER",
      path,
      version,
    });
  }
  return {
    number: bytes.readUInt32LE(12),
    storeId: bytes.subarray(16, 32),
    sequence: Number(bytes.readBigUInt64LE(32)),
  };
}
