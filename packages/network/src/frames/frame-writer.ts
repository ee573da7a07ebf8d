import type { Clock } from "@icn-mesh/core";
import type { NetworkLimits } from "../network-limits.ts";
import type { PeerOffence } from "../peers/standing.ts";
import type { ByteStream } from "../transport.ts";

/** Sends frames, those of one tick in one piece. */
export interface FrameWriter {
  /** Bytes that the stream has not taken yet. */
  readonly waiting: number;
  /** Copies the frame, `head` and `body` one after the other, and sends it soon. */
  push(head: Uint8Array, body: Uint8Array): void;
  /** Undefined when there is room; otherwise resolves when there is, or when nobody will ever take more. */
  room(): Promise<void> | undefined;
  /** Ends the stream after what was pushed before. */
  end(): void;
}

/** What a writer needs. */
export interface FrameWriterComponents {
  readonly stream: ByteStream;
  readonly clock: Clock;
  readonly limits: Pick<NetworkLimits, "streamBytes" | "stallMs">;
  /** Told when the peer does not take a piece in time; the stream is aborted. */
  readonly onOffence: (offence: PeerOffence) => void;
}

/** A slow peer has time for each piece, not for all of a long message. */
const PIECE_BYTES = 65_536;

/** Frames begin with their length as an unsigned LEB128. A `send` on a stream costs 24 µs, a frame more in it 1. */
export function createFrameWriter(components: FrameWriterComponents): FrameWriter {
  const { stream, limits } = components;
  let buffer: Uint8Array = new Uint8Array(0);
  let used = 0;
  let isEnding = false;
  let flushing: Promise<void> | undefined;

  function append(bytes: Uint8Array): void {
    buffer.set(bytes, used);
    used += bytes.length;
  }

  function reserve(bytes: number): void {
    if (buffer.length - used >= bytes) return;
    const larger = new Uint8Array(Math.max(2 * buffer.length, used + bytes, 512));
    larger.set(buffer.subarray(0, used));
    buffer = larger;
  }

  async function flush(): Promise<void> {
    await Promise.resolve(); // so that whatever else this tick sends goes along
    while (used > 0) {
      const bytes = buffer.subarray(0, used);
      buffer = new Uint8Array(0);
      used = 0;
      await writeAll(bytes, components);
    }
    flushing = undefined;
    if (isEnding) stream.end();
  }

  return {
    get waiting() {
      return used;
    },
    push(head, body) {
      const length = head.length + body.length;
      reserve(length + 5);
      for (let rest = length; ; rest = Math.floor(rest / 128)) {
        buffer[used++] = rest < 128 ? rest : (rest % 128) + 128;
        if (rest < 128) break;
      }
      append(head);
      append(body);
      flushing ??= flush();
    },
    room: () => (used < limits.streamBytes ? undefined : flushing),
    end() {
      isEnding = true;
      if (flushing === undefined) stream.end();
    },
  };
}

async function writeAll(bytes: Uint8Array, components: FrameWriterComponents): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const hasRoom = components.stream.write(bytes.subarray(at, at + PIECE_BYTES));
    if (!hasRoom) await drainedInTime(components);
  }
}

/** A peer that never reads would keep the stream, and what waits for it, for ever. */
async function drainedInTime({ stream, clock, limits, onOffence }: FrameWriterComponents): Promise<void> {
  const enough = new AbortController();
  const giveUp = () => {
    stream.abort();
    onOffence("unreadStream");
  };
  const stalled = clock.after(limits.stallMs, { signal: enough.signal }).then(giveUp, () => undefined);
  await stream.drained();
  enough.abort(ENOUGH);
  await stalled;
}

const ENOUGH = new Error("the peer reads");
