/** A message with the bytes that belong to it. */
export interface GuestFrame {
  /** What kind of message it is, for whoever only passes it on. */
  readonly tag: number;
  readonly meta: Uint8Array;
  readonly attachments: readonly Uint8Array[];
}

// A frame is its length, its tag, the length of its meta, the number and the lengths of its attachments, and then all
// of these; every number is four bytes, lowest first.
const NUMBER = 4;
const HEAD_NUMBERS = 4;

/** A frame in one piece of its own, which can be given away. */
export function packFrame({ tag, meta, attachments }: GuestFrame): Uint8Array<ArrayBuffer> {
  const head = (HEAD_NUMBERS + attachments.length) * NUMBER;
  const total = attachments.reduce((sum, { length }) => sum + length, head + meta.length);
  const frame = new Uint8Array(total);
  const view = new DataView(frame.buffer);
  view.setUint32(0, total, true);
  view.setUint32(NUMBER, tag, true);
  view.setUint32(NUMBER * 2, meta.length, true);
  view.setUint32(NUMBER * 3, attachments.length, true);
  let at = head;
  frame.set(meta, at);
  at += meta.length;
  for (const [index, bytes] of attachments.entries()) {
    view.setUint32((HEAD_NUMBERS + index) * NUMBER, bytes.length, true);
    frame.set(bytes, at);
    at += bytes.length;
  }
  return frame;
}

/** The tag of a whole frame. */
export function tagOf(frame: Uint8Array): number {
  return viewOf(frame).getUint32(NUMBER, true);
}

/** The parts of a frame as views of it; undefined where its numbers do not add up. */
export function unpackFrame(frame: Uint8Array): GuestFrame | undefined {
  const view = viewOf(frame);
  if (frame.length < NUMBER * HEAD_NUMBERS || view.getUint32(0, true) !== frame.length) return undefined;
  const count = view.getUint32(NUMBER * 3, true);
  const head = (HEAD_NUMBERS + count) * NUMBER;
  if (head > frame.length) return undefined;
  let at = head + view.getUint32(NUMBER * 2, true);
  const meta = frame.subarray(head, at);
  const attachments: Uint8Array[] = [];
  for (let index = 0; index < count; index++) {
    const length = view.getUint32((HEAD_NUMBERS + index) * NUMBER, true);
    attachments.push(frame.subarray(at, at + length));
    at += length;
  }
  return at === frame.length ? { tag: tagOf(frame), meta, attachments } : undefined;
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** Cuts a stream of bytes into frames. */
export interface FrameReader {
  /** Hands whole frames to `take`. False where a frame is announced that is larger than allowed: then it reads no more. */
  push(bytes: Uint8Array): boolean;
}

/** A reader for frames of at most `maxBytes`, which nothing is set aside for before they come. */
export function createFrameReader(maxBytes: () => number, take: (frame: Uint8Array) => void): FrameReader {
  let pieces: Uint8Array[] = [];
  let held = 0;
  let wanted = 0;

  /** The length of the frame that begins here; 0 while that is not known, -1 where it is none that may be. */
  function announced(): number {
    if (held < NUMBER) return 0;
    const length = viewOf(joined()).getUint32(0, true);
    return length >= NUMBER * HEAD_NUMBERS && length <= maxBytes() ? length : -1;
  }

  /** All that is held in one piece. */
  function joined(): Uint8Array {
    const [first] = pieces;
    if (pieces.length === 1 && first !== undefined) return first;
    const whole = new Uint8Array(held);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    pieces = [whole];
    return whole;
  }

  /** Takes the frame that is complete off what is held. */
  function takeFirst(): void {
    const whole = joined();
    const frame = whole.subarray(0, wanted);
    const rest = whole.subarray(wanted);
    pieces = rest.length === 0 ? [] : [rest];
    held = rest.length;
    wanted = 0;
    take(frame);
  }

  return {
    push(bytes) {
      // A Buffer would make views where a Uint8Array makes copies.
      pieces.push(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
      held += bytes.length;
      wanted ||= announced();
      while (wanted > 0 && held >= wanted) {
        takeFirst();
        wanted = announced();
      }
      return wanted >= 0;
    },
  };
}
