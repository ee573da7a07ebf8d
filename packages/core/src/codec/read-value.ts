import { CID } from "multiformats/cid";
import { CID_BYTES } from "../ids/cid.ts";
import { cursor, readBytes, readHead, readText } from "./reader.ts";

/** What a map becomes, from its entries in their order. */
export type MapBuilder = (entries: readonly (readonly [string, unknown])[]) => unknown;

/**
 * Any value that a scan has passed, leaving its end in the cursor. Byte strings are views of the input, integers
 * beyond the safe ones bigints. The general library would not do: it drops a byte order mark at the start of a text,
 * so that other bytes would be read as the same value, and two keys as one.
 */
export function readValue(bytes: Uint8Array, at: number, buildMap: MapBuilder): unknown {
  return READERS[(bytes[at] as number) >> 5]?.(bytes, at, buildMap);
}

type Reader = (bytes: Uint8Array, at: number, buildMap: MapBuilder) => unknown;

/** By major type. */
const READERS: readonly Reader[] = [
  (bytes, at) => readInteger(bytes, at, 0),
  (bytes, at) => readInteger(bytes, at, 0x20),
  (bytes, at) => readBytes(bytes, at, bytes.length),
  (bytes, at) => readText(bytes, at, bytes.length),
  (bytes, at, buildMap) => {
    const list: unknown[] = [];
    const count = readHead(bytes, at, 0x80);
    for (let index = 0; index < count; index++) list.push(readValue(bytes, cursor.end, buildMap));
    return list;
  },
  (bytes, at, buildMap) => {
    const entries: (readonly [string, unknown])[] = [];
    const count = readHead(bytes, at, 0xa0);
    for (let index = 0; index < count; index++) {
      const name = readText(bytes, cursor.end, bytes.length) as string;
      entries.push([name, readValue(bytes, cursor.end, buildMap)]);
    }
    return buildMap(entries);
  },
  (bytes, at) => {
    cursor.end = at + 5 + CID_BYTES;
    return CID.decode(bytes.slice(at + 5, cursor.end));
  },
  (bytes, at) => {
    cursor.end = at + 1;
    return bytes[at] === 0xf6 ? null : bytes[at] === 0xf5;
  },
];

function readInteger(bytes: Uint8Array, at: number, major: number): number | bigint {
  const small = readHead(bytes, at, major);
  const integer = small < 0 ? readLongInteger(bytes, at) : small;
  if (major === 0) return integer;
  return typeof integer === "bigint" || integer === Number.MAX_SAFE_INTEGER
    ? -1n - BigInt(integer)
    : -1 - integer;
}

/** The eight bytes behind the head, of which the head alone says nothing that a number could hold. */
function readLongInteger(bytes: Uint8Array, at: number): bigint {
  cursor.end = at + 9;
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at + 1);
}
