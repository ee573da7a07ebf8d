import type { Did } from "@icn-mesh/core";
import type { Stream, StreamCloseEvent, StreamMessageEvent } from "@libp2p/interface";
import type { ByteReader, ByteStream } from "../transport.ts";
import { plainBytes } from "./plain-bytes.ts";

/** A libp2p stream as our streams are: nothing throws, and both ends of it are told apart. */
export function createLibp2pStream(stream: Stream, peer: Did): ByteStream {
  let [hasEnded, otherHasEnded, isOver] = [false, false, false];
  let reader: ByteReader | undefined;

  function take(event: StreamMessageEvent): void {
    const { data } = event;
    if (data instanceof Uint8Array) reader?.data(plainBytes(data));
    else for (const part of data) reader?.data(plainBytes(part));
  }

  /** Only what the peer said itself is its end: a lost connection looks the same to who reads. */
  function finishReading(): void {
    if (otherHasEnded) reader?.ended();
  }

  function finish({ error }: StreamCloseEvent): void {
    const close = () => {
      if (isOver) return;
      isOver = true;
      reader?.closed(error === undefined && hasEnded && otherHasEnded);
    };
    // What was paused can still be read after the close.
    if (error === undefined && stream.readBufferLength > 0) stream.addEventListener("end", close);
    else close();
  }

  stream.addEventListener("remoteCloseWrite", () => {
    otherHasEnded = true;
  });

  return {
    peer,
    write(bytes) {
      if (stream.writeStatus !== "writable") return true;
      try {
        return stream.send(bytes);
      } catch {
        return true; // it was closed meanwhile, which the reader is told
      }
    },
    drained: () => drained(stream),
    end() {
      hasEnded = true;
      stream.close().catch(() => undefined); // only where it is over already
    },
    abort() {
      stream.abort(new Error("given up"));
    },
    pause() {
      if (stream.readStatus === "readable") stream.pause();
    },
    resume() {
      if (stream.readStatus !== "paused") return;
      try {
        stream.resume();
      } catch {
        // It tells the peer, whose connection may be gone before the stream has heard of it.
      }
    },
    read(taker) {
      reader = taker;
      stream.addEventListener("end", finishReading);
      stream.addEventListener("close", finish);
      stream.addEventListener("message", take);
      if (stream.status !== "open") taker.closed(false);
    },
  };
}

/**
 * Resolves when all is written, or never will be. The stream's own `onDrain` resolves at once from the second time on,
 * and `drain` alone comes with every small window while most of the bytes still wait.
 */
async function drained(stream: Stream): Promise<void> {
  while (stream.status === "open" && (stream.writableNeedsDrain || stream.writeBufferLength > 0)) {
    await nextOf(stream);
    await Promise.resolve(); // the stream goes on writing in a microtask of its own
  }
}

function nextOf(stream: Stream): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      for (const event of WAKING) stream.removeEventListener(event, wake);
      resolve();
    };
    for (const event of WAKING) stream.addEventListener(event, wake);
  });
}

const WAKING = ["drain", "idle", "close"] as const;
