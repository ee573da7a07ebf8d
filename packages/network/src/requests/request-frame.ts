/** What a frame of a request protocol says. The number is its first byte on the wire. */
export const FRAME_KINDS = {
  request: 0,
  answer: 1,
  refused: 2,
  failed: 3,
  busy: 4,
  tooLarge: 5,
  cancel: 6,
} as const;

/** One of `FRAME_KINDS`, or a number that a newer peer knows. */
export type FrameKind = number;

/** A frame, taken apart; the body is part of the frame's bytes. */
export interface RequestFrame {
  readonly kind: FrameKind;
  /** Chosen by who asks; the answer carries it too. */
  readonly id: number;
  /** How long who asks will wait, in milliseconds; 0 but in requests. */
  readonly timeoutMs: number;
  readonly body: Uint8Array;
}

/** The most that comes before the body. */
export const FRAME_HEAD_BYTES = 9;
/** Ids and times take 32 bits. */
export const MAX_FRAME_NUMBER = 2 ** 32 - 1;

/** The bytes before the body: kind, id, and for a request its time, the numbers as big-endian 32 bits. */
export function frameHead(kind: FrameKind, id: number, timeoutMs = 0): Uint8Array {
  const head = new Uint8Array(kind === FRAME_KINDS.request ? 9 : 5);
  head[0] = kind;
  writeUint32(head, 1, id);
  if (kind === FRAME_KINDS.request) writeUint32(head, 5, timeoutMs);
  return head;
}

/** Undefined when the bytes are too short to be a frame. */
export function readFrame(bytes: Uint8Array): RequestFrame | undefined {
  const [kind] = bytes;
  const headBytes = kind === FRAME_KINDS.request ? 9 : 5;
  if (kind === undefined || bytes.length < headBytes) return undefined;
  const timeoutMs = headBytes === 9 ? readUint32(bytes, 5) : 0;
  return { kind, id: readUint32(bytes, 1), timeoutMs, body: bytes.subarray(headBytes) };
}

function writeUint32(into: Uint8Array, at: number, value: number): void {
  into[at] = value >>> 24;
  into[at + 1] = value >>> 16;
  into[at + 2] = value >>> 8;
  into[at + 3] = value;
}

function readUint32(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
}
