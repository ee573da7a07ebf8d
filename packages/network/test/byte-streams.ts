import { sampleDid } from "@icn-mesh/core/testing";
import type { ByteReader, ByteStream } from "../src/transport.ts";

/** One end of a stream, whose other end is the test. */
export interface TestStream {
  readonly stream: ByteStream;
  readonly written: Uint8Array[];
  readonly calls: string[];
  /** What the peer does. */
  readonly peer: ByteReader;
  /** False: writes say that there is no room. */
  hasRoom: boolean;
  makeRoom(): void;
}

/** A stream that notes what is done with it. */
export function createTestStream(): TestStream {
  const written: Uint8Array[] = [];
  const calls: string[] = [];
  let reader: ByteReader | undefined;
  let room = Promise.withResolvers<void>();
  const note = (call: string) => () => {
    calls.push(call);
  };
  const stream: ByteStream = {
    peer: sampleDid(9),
    write(bytes) {
      written.push(bytes);
      return test.hasRoom;
    },
    drained: () => room.promise,
    end: note("end"),
    abort() {
      calls.push("abort");
      room.resolve();
    },
    pause: note("pause"),
    resume: note("resume"),
    read(taker) {
      reader = taker;
    },
  };
  const test: TestStream = {
    stream,
    written,
    calls,
    hasRoom: true,
    peer: {
      data: (bytes) => reader?.data(bytes),
      ended: () => reader?.ended(),
      closed: (isClean) => reader?.closed(isClean),
    },
    makeRoom() {
      test.hasRoom = true;
      room.resolve();
      room = Promise.withResolvers();
    },
  };
  return test;
}

/** Lets what is due in this tick happen. */
export async function tick(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
