/** Takes bytes as they arrive and gives back the frames in them. */
export interface FrameReader {
  /** False when a frame is longer than allowed, or its length is not a length: nothing can be read after it. */
  push(bytes: Uint8Array): boolean;
  /** True when the last frame has not arrived in full. */
  readonly isWithin: boolean;
}

/** How long a frame may be, and who gets it; the bytes are the receiver's to keep, not to write to. */
export interface FrameReaderOptions {
  readonly maxBytes: number;
  readonly onFrame: (frame: Uint8Array) => void;
}

/** Reads frames that begin with their length as an unsigned LEB128. It keeps what arrived of one frame, no more. */
export function createFrameReader({ maxBytes, onFrame }: FrameReaderOptions): FrameReader {
  let parts: Uint8Array[] = [];
  let missing = 0;
  let length = 0;
  let scale = 1;
  let isInBody = false;

  /** Where to go on, or -1 when this is no length that is allowed. */
  function takeLength(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] ?? 0;
    length += (byte & 0x7f) * scale;
    scale *= 128;
    if (length > maxBytes || scale > MAX_SCALE) return -1;
    if (byte < 0x80) startBody();
    return at + 1;
  }

  function startBody(): void {
    isInBody = true;
    missing = length;
    if (missing === 0) finish();
  }

  /** Where to go on after the part of the body that is here. */
  function takeBody(bytes: Uint8Array, from: number): number {
    const to = Math.min(bytes.length, from + missing);
    parts.push(bytes.subarray(from, to));
    missing -= to - from;
    if (missing === 0) finish();
    return to;
  }

  function finish(): void {
    const frame = joined(parts, length);
    parts = [];
    length = 0;
    scale = 1;
    isInBody = false;
    onFrame(frame);
  }

  return {
    get isWithin() {
      return isInBody || scale > 1;
    },
    push(bytes) {
      let at = 0;
      while (at >= 0 && at < bytes.length) at = isInBody ? takeBody(bytes, at) : takeLength(bytes, at);
      return at >= 0;
    },
  };
}

/** Four bytes of length, of seven bits each. */
const MAX_SCALE = 2 ** 28;

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
