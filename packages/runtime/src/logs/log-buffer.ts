import { joinBytes } from "../payloads/join-bytes.ts";
import { encodeLine, type LoggedLine } from "./log-lines.ts";
import { LOG_BYTES, SEGMENT_BYTES } from "./log-segment.ts";

/** The lines of one run, of which some were sent. */
export interface LogBuffer {
  /** Bytes that are not acknowledged yet. */
  readonly waiting: number;
  add(line: LoggedLine): void;
  /** The lines of the next segment, which stay the same until they are acknowledged; undefined where there are none. */
  next(): Uint8Array | undefined;
  acknowledged(): void;
  whole(): Uint8Array;
}

/** Few enough that no line is longer than a segment, however it is escaped. */
const LINE_CHARS = 4096;
const FULL = { level: "warn", text: "the log is full: there are no more lines" } as const;
const FULL_BYTES = 256;

/** An empty buffer. Of a line that is too long the beginning is kept, and nothing after the log is full. */
export function createLogBuffer(): LogBuffer {
  const lines: Uint8Array[] = [];
  let size = 0;
  let isFull = false;
  let sent = 0;
  let sentBytes = 0;
  let next: { readonly end: number; readonly bytes: Uint8Array } | undefined;

  return {
    get waiting() {
      return size - sentBytes;
    },
    add(line) {
      if (isFull) return;
      const encoded = encodeLine({ ...line, text: line.text.slice(0, LINE_CHARS) });
      isFull = size + encoded.length + FULL_BYTES > LOG_BYTES;
      const bytes = isFull ? encodeLine({ ...FULL, at: line.at }) : encoded;
      size += bytes.length;
      lines.push(bytes);
    },
    next() {
      if (next !== undefined || sent === lines.length) return next?.bytes;
      const end = endOfSegment(lines, sent);
      next = { end, bytes: joinBytes(lines.slice(sent, end)) };
      return next.bytes;
    },
    acknowledged() {
      sent = next?.end ?? sent;
      sentBytes += next?.bytes.length ?? 0;
      next = undefined;
    },
    whole: () => joinBytes(lines),
  };
}

function endOfSegment(lines: readonly Uint8Array[], from: number): number {
  let bytes = 0;
  let end = from;
  for (const { length } of lines.slice(from)) {
    bytes += length;
    if (bytes > SEGMENT_BYTES) break;
    end += 1;
  }
  return end;
}
