import { crc32 } from "node:zlib";

/** The checksum of a named value. Names have no control characters, so that one between them keeps them apart. */
export function checksumOf(names: readonly string[], value: Uint8Array): number {
  return crc32(value, crc32(`${names.join("\0")}\0`));
}
