const MAP = 0xa0;
const TEXT = 0x60;
const LONGEST = 64;

/** The type that a dag-cbor block claims to have: the text of the field `t`, which stands first in every record. */
export function recordTypeOf(bytes: Uint8Array): string | undefined {
  const [map = 0, key, letter, head = 0, next = 0] = bytes;
  if ((map & MAP) !== MAP || map > MAP + 23 || key !== TEXT + 1 || letter !== 0x74) return undefined;
  const isLong = head === TEXT + 24;
  const length = isLong ? next : head - TEXT;
  if (length < 0 || length > LONGEST || (!isLong && length > 23)) return undefined;
  const start = isLong ? 5 : 4;
  return String.fromCharCode(...bytes.subarray(start, start + length));
}
