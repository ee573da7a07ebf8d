/** What a reader of fields says to end early. */
export type Stop = "stop";

/** The value of a field: a number where the wire has one, and otherwise a view of its bytes. */
export type ProtoValue = number | Uint8Array;

/**
 * Calls `take` with the number and value of each field of a protobuf message, until it says stop; false if the bytes
 * are no message. Fields that `take` does not know are its to leave: newer versions add some.
 */
export function readFields(
  bytes: Uint8Array,
  take: (field: number, value: ProtoValue) => Stop | undefined,
): boolean {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    if (tag === undefined || tag.value < 8) return false;
    const field = readValue(bytes, tag.end, tag.value % 8);
    if (field === undefined) return false;
    at = field.end;
    if (field.value !== undefined && take(Math.floor(tag.value / 8), field.value) === "stop") return true;
  }
  return true;
}

/** Bytes of a protobuf message, one field after the other. */
export interface ProtoWriter {
  number(field: number, value: number): void;
  bytes(field: number, value: Uint8Array): void;
  /** All that was written. */
  finish(): Uint8Array;
}

/** An empty message. */
export function createProtoWriter(): ProtoWriter {
  const parts: Uint8Array[] = [];
  let length = 0;

  function push(part: Uint8Array): void {
    parts.push(part);
    length += part.length;
  }

  return {
    number(field, value) {
      push(Uint8Array.of(...varint(field * 8), ...varint(value)));
    },
    bytes(field, value) {
      push(Uint8Array.of(...varint(field * 8 + 2), ...varint(value.length)));
      push(value);
    },
    finish() {
      const message = new Uint8Array(length);
      let at = 0;
      for (const part of parts) {
        message.set(part, at);
        at += part.length;
      }
      return message;
    },
  };
}

interface Read<Value> {
  readonly value: Value;
  readonly end: number;
}

/** Wire types: 0 a varint, 1 eight bytes, 2 a length and bytes, 5 four bytes. Groups, 3 and 4, exist no more. */
function readValue(
  bytes: Uint8Array,
  at: number,
  wireType: number,
): Read<ProtoValue | undefined> | undefined {
  if (wireType === 0) return readVarint(bytes, at);
  if (wireType === 2) return readBytes(bytes, at);
  const width = { 1: 8, 5: 4 }[wireType];
  if (width === undefined || at + width > bytes.length) return undefined;
  return { value: undefined, end: at + width };
}

function readBytes(bytes: Uint8Array, at: number): Read<Uint8Array> | undefined {
  const length = readVarint(bytes, at);
  if (length === undefined || length.value > bytes.length - length.end) return undefined;
  const end = length.end + length.value;
  return { value: bytes.subarray(length.end, end), end };
}

const LONGEST_VARINT = 10;

/** Numbers beyond 2⁵³ lose their lower bits; no field that is read here has any. */
function readVarint(bytes: Uint8Array, at: number): Read<number> | undefined {
  let value = 0;
  let scale = 1;
  for (let end = at; end < at + LONGEST_VARINT; end++) {
    const byte = bytes[end];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: end + 1 };
    scale *= 0x80;
  }
  return undefined;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return bytes;
}
