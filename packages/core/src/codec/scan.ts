import { isUtf8 } from "#native";
import { CID_BYTES, isCidAt } from "../ids/cid.ts";
import type { RefusalCode } from "./refusal.ts";

/** Bounds that are enforced before anything is decoded. */
export interface ScanLimits {
  readonly maxBytes: number;
  /** Levels of arrays and maps; a bare value has depth 0. */
  readonly maxDepth: number;
  /** Values, containers and map keys, all counted. */
  readonly maxItems: number;
}

/** What every record obeys; a codec may ask for less, or for more bytes. */
export const RECORD_LIMITS: ScanLimits = { maxBytes: 65_536, maxDepth: 16, maxItems: 4096 };

// One pass, no allocation: well-formed, canonical and within bounds are checked together. The state below
// belongs to the scan that is running; scans are synchronous and never nest. Each step answers whether to go on.
let bytes: Uint8Array;
let at = 0;
let itemsLeft = 0;
let maxDepth = 0;
let largest = 0;
let failure: RefusalCode | undefined;

const LARGEST_INTEGER = 2 ** 64;
const SMALLEST_OF_SIZE = [24, 2 ** 8, 2 ** 16, 2 ** 32];
const FORBIDDEN_KEY = Uint8Array.from("__proto__", (letter) => letter.charCodeAt(0));

/** Undefined if the bytes are one canonical dag-cbor value within the limits, else the first thing wrong. */
export function scan(input: Uint8Array, limits: ScanLimits): RefusalCode | undefined {
  if (input.length > limits.maxBytes) return "CORE_TOO_LARGE";
  begin(input, 0, limits);
  if (!item(0)) return failure;
  return at === input.length ? undefined : "CORE_MALFORMED";
}

/** The end of the canonical value at `start`, or -1; no integer in it may be larger than `largestInteger`. */
export function endOfValue(input: Uint8Array, start: number, largestInteger = LARGEST_INTEGER): number {
  begin(input, start, RECORD_LIMITS);
  largest = largestInteger;
  return item(0) ? at : -1;
}

function begin(input: Uint8Array, start: number, limits: ScanLimits): void {
  bytes = input;
  at = start;
  itemsLeft = limits.maxItems;
  maxDepth = limits.maxDepth;
  largest = LARGEST_INTEGER;
  failure = undefined;
}

function refuse(code: RefusalCode): false {
  failure = code;
  return false;
}

function item(depth: number): boolean {
  if (itemsLeft-- <= 0) return refuse("CORE_TOO_MANY_ITEMS");
  if (at >= bytes.length) return refuse("CORE_MALFORMED");
  const first = bytes[at] as number;
  const major = first >> 5;
  if (major === 7) return simple(first);
  if (major === 6) return link(first);
  const argument = head();
  if (argument < 0) return false;
  if (major < 2) return integer(argument, major);
  if (major === 2) return skip(argument);
  if (major === 3) return text(argument);
  if (depth === maxDepth) return refuse("CORE_TOO_DEEP");
  return major === 4 ? list(argument, depth + 1) : map(argument, depth + 1);
}

/** The argument of the head at the cursor, in its shortest form only, or -1; moves past it. */
function head(): number {
  const size = (bytes[at++] as number) & 31;
  if (size < 24) return size;
  const length = 1 << (size - 24);
  if (size > 27 || at + length > bytes.length) {
    refuse("CORE_MALFORMED");
    return -1;
  }
  let value = 0;
  for (const end = at + length; at < end; at++) value = value * 256 + (bytes[at] as number);
  if (value >= (SMALLEST_OF_SIZE[size - 24] as number)) return value;
  refuse("CORE_NOT_CANONICAL");
  return -1;
}

/** A negative integer is -1 - argument, so its largest safe argument is one less. */
function integer(argument: number, major: number): boolean {
  return argument <= largest - major || refuse("CORE_MALFORMED");
}

function skip(length: number): boolean {
  if (length > bytes.length - at) return refuse("CORE_MALFORMED");
  at += length;
  return true;
}

function text(length: number): boolean {
  const start = at;
  if (!skip(length)) return false;
  return isAscii(bytes, start, at) || isUtf8(bytes, start, at) || refuse("CORE_MALFORMED");
}

/** True if no byte of `input[start, end)` is above 127. */
export function isAscii(input: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    if ((input[index] as number) > 127) return false;
  }
  return true;
}

/** Only false, true and null: no undefined, no floats, no other simple values. */
function simple(first: number): boolean {
  at++;
  return first === 0xf4 || first === 0xf5 || first === 0xf6 || refuse("CORE_MALFORMED");
}

/** Only tag 42 over the bytes of a CID that this mesh admits, behind the identity multibase prefix 0. */
function link(first: number): boolean {
  const tagged = first === 0xd8 && bytes[at + 1] === 42 && bytes[at + 2] === 0x58;
  const prefixed = bytes[at + 3] === CID_BYTES + 1 && bytes[at + 4] === 0;
  if (!tagged || !prefixed || !isCidAt(bytes, at + 5)) return refuse("CORE_MALFORMED");
  at += 5 + CID_BYTES;
  return true;
}

function list(count: number, depth: number): boolean {
  if (count > itemsLeft) return refuse("CORE_TOO_MANY_ITEMS");
  for (let index = 0; index < count; index++) {
    if (!item(depth)) return false;
  }
  return true;
}

function map(count: number, depth: number): boolean {
  if (count * 2 > itemsLeft) return refuse("CORE_TOO_MANY_ITEMS");
  let previous = -1;
  let previousEnd = -1;
  for (let index = 0; index < count; index++) {
    const start = at;
    if (!key()) return false;
    if (previous >= 0 && compareKeys(bytes, previous, previousEnd, start) >= 0)
      return refuse("CORE_NOT_CANONICAL");
    previous = start;
    previousEnd = at;
    if (!item(depth)) return false;
  }
  return true;
}

function key(): boolean {
  itemsLeft--;
  if (at >= bytes.length || (bytes[at] as number) >> 5 !== 3) return refuse("CORE_MALFORMED");
  const length = head();
  if (length < 0 || !text(length)) return false;
  // A name that JavaScript treats as the prototype would not survive being read into an object.
  return length === FORBIDDEN_KEY.length && endsWithForbidden() ? refuse("CORE_MALFORMED") : true;
}

function endsWithForbidden(): boolean {
  const start = at - FORBIDDEN_KEY.length;
  for (let index = 0; index < FORBIDDEN_KEY.length; index++) {
    if (bytes[start + index] !== FORBIDDEN_KEY[index]) return false;
  }
  return true;
}

/**
 * Canonical order of two encoded keys: shorter first, then bytewise. Heads sort as the lengths do, so comparing
 * the encoded bytes up to the end of the left one decides; 0 means that they are equal.
 */
// biome-ignore lint/complexity/useMaxParams: three positions in one buffer; an object per key would cost more than the comparison
export function compareKeys(input: Uint8Array, left: number, leftEnd: number, right: number): number {
  for (let offset = 0; left + offset < leftEnd; offset++) {
    const difference = (input[left + offset] as number) - (input[right + offset] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
