import { CID } from "multiformats/cid";
import { CID_BYTES, isCidAt } from "../ids/cid.ts";
import { isPlainObject } from "./leaves.ts";
import { readValue } from "./read-value.ts";
import { cursor } from "./reader.ts";
import { endOfValue, RECORD_LIMITS } from "./scan.ts";
import { encodeWire, written } from "./writer.ts";

/** What dag-cbor can say without floats: for parameters whose meaning the record does not know. */
export type Data =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | CID
  | readonly Data[]
  | { readonly [name: string]: Data };

/** The canonical bytes of any `Data`; undefined if it is not dag-cbor within the limits of a record. */
export function encodeData(value: unknown, maxBytes: number): Uint8Array | undefined {
  written.data++;
  if (!isData(value, 0)) return undefined;
  const encoded = encodeWire(value);
  const complete = endOfValue(encoded, 0, Number.MAX_SAFE_INTEGER) === encoded.length;
  return complete && encoded.length <= maxBytes ? encoded : undefined;
}

/** Any value of at most `maxBytes`, read into plain JavaScript; undefined, like every reader, for anything else. */
export function readData(bytes: Uint8Array, at: number, maxBytes: number): Data | undefined {
  const end = endOfValue(bytes, at, Number.MAX_SAFE_INTEGER);
  if (end < 0 || end - at > maxBytes) return undefined;
  cursor.data++;
  return readValue(bytes, at, Object.fromEntries) as Data;
}

/**
 * The general library also takes what would be read back as something else: bigints, maps, other typed arrays. Depth
 * is bounded here too, because a value of deep or circular arrays has no bytes that a scan could refuse.
 */
function isData(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "boolean" || value instanceof Uint8Array) return true;
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object") return false;
  const cid = CID.asCID(value);
  if (cid !== null) return cid.bytes.length === CID_BYTES && isCidAt(cid.bytes, 0);
  if (depth === RECORD_LIMITS.maxDepth) return false;
  // A spread turns holes into undefined, which `every` would pass over.
  if (Array.isArray(value)) return [...value].every((member) => isData(member, depth + 1));
  return isPlainObject(value) && isDataObject(value, depth);
}

function isDataObject(value: object, depth: number): boolean {
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && isData(member, depth + 1));
}
