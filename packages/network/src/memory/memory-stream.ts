import type { Did } from "@icn-mesh/core";
import type { ByteReader, ByteStream } from "../transport.ts";
import type { MemoryConnection, ReliableLane } from "./memory-connection.ts";
import { createSendWindow } from "./send-window.ts";

/** The two ends of a stream. */
export interface MemoryStreamPair {
  readonly ours: ByteStream;
  readonly theirs: ByteStream;
}

/** Who opens a stream, to whom, and how many bytes may be under way. */
export interface MemoryStreamOptions {
  readonly opener: Did;
  readonly taker: Did;
  readonly windowBytes: number;
  readonly onSent: (bytes: number) => void;
  /** Called once, when both ends are over. */
  readonly onOver: () => void;
}

/** A stream over the connection; it is over when the connection is. */
export function createMemoryStreams(
  connection: MemoryConnection,
  { opener, taker, windowBytes, onSent, onOver }: MemoryStreamOptions,
): MemoryStreamPair {
  let open = 2;
  const onClosed = () => {
    open -= 1;
    if (open === 0) onOver();
  };
  const common = { windowBytes, onSent, onClosed };
  const ours = createEnd({ ...common, peer: taker, lane: connection.lane(opener) });
  const theirs = createEnd({ ...common, peer: opener, lane: connection.lane(taker) });
  ours.join(theirs);
  theirs.join(ours);
  connection.signal.addEventListener("abort", () => {
    ours.close(false);
    theirs.close(false);
  });
  return { ours: ours.stream, theirs: theirs.stream };
}

interface EndOptions {
  readonly peer: Did;
  readonly lane: ReliableLane;
  readonly windowBytes: number;
  readonly onSent: (bytes: number) => void;
  readonly onClosed: () => void;
}

interface End {
  readonly stream: ByteStream;
  join(other: End): void;
  /** Something arrived: bytes, or the end. */
  arrive(item: Uint8Array | null): void;
  /** The other end's reader has taken so many of our bytes. */
  credit(bytes: number): void;
  close(isClean: boolean): void;
}

function createEnd({ peer, lane, windowBytes, onSent, onClosed }: EndOptions): End {
  const arrived: (Uint8Array | null)[] = [];
  let other: End | undefined;
  let reader: ByteReader | undefined;
  let [isPaused, hasEnded, otherHasEnded, isOver] = [false, false, false, false];
  const window = createSendWindow(windowBytes);

  function drain(): void {
    while (reader !== undefined && !isPaused && !isOver && arrived.length > 0) hand(arrived.shift() ?? null);
  }

  function hand(item: Uint8Array | null): void {
    if (item !== null) {
      other?.credit(item.length);
      reader?.data(item);
      return;
    }
    otherHasEnded = true;
    reader?.ended();
    if (hasEnded) close(true);
  }

  function close(isClean: boolean): void {
    if (isOver) return;
    isOver = true;
    arrived.length = 0;
    window.open();
    reader?.closed(isClean);
    onClosed();
  }

  const stream: ByteStream = {
    peer,
    write(bytes) {
      if (isOver || hasEnded) return true;
      window.take(bytes.length);
      onSent(bytes.length);
      lane.send(() => other?.arrive(bytes));
      return window.hasRoom();
    },
    drained: () => window.drained(),
    end() {
      if (hasEnded || isOver) return;
      hasEnded = true;
      lane.send(() => other?.arrive(null));
      if (otherHasEnded) close(true);
    },
    abort() {
      if (isOver) return;
      lane.send(() => other?.close(false));
      close(false);
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      drain();
    },
    read(taker) {
      reader = taker;
      if (isOver) taker.closed(false);
      else drain();
    },
  };

  return {
    stream,
    join(end) {
      other = end;
    },
    arrive(item) {
      if (isOver) return;
      arrived.push(item);
      drain();
    },
    credit: window.give,
    close,
  };
}
