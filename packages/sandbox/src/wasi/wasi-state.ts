import { type ByteBuffer, createByteBuffer } from "../guest/byte-buffer.ts";
import type { GuestContext } from "../guest/guest-context.ts";
import { createDescriptors, type Descriptor, type Descriptors, STREAMS } from "./descriptors.ts";
import { createFileTree, type FileTree, type GuestFile } from "./file-tree.ts";

/** What the functions of WASI know about one guest. */
export interface WasiState {
  readonly tree: FileTree;
  readonly descriptors: Descriptors;
  /** What was written to the standard output. */
  readonly stdout: ByteBuffer;
  /** How often the guest asked for the time, which moves on by a microsecond each time. */
  ticks: number;
  /** What a descriptor reads from and writes to; undefined where it is closed, a directory, or its file is gone. */
  fileAt(fd: number): GuestFile | undefined;
}

const NO_BYTES = new Uint8Array();
const decoder = new TextDecoder();

/** The state of a guest that has not begun. Its first input is also its standard input. */
export function createWasiState({ task, outputs, reports }: GuestContext): WasiState {
  const tree = createFileTree(task.inputs, outputs);
  const descriptors = createDescriptors();
  const stdout = createByteBuffer();
  const streams = new Map<string, GuestFile>([
    [STREAMS.stdin, readStream(task.inputs[0] ?? NO_BYTES)],
    [STREAMS.stdout, { bytes: stdout, isWritable: true }],
    [STREAMS.stderr, { bytes: lineStream((line) => reports.log("info", line)), isWritable: true }],
  ]);

  function fileOf({ path, isDirectory }: Descriptor): GuestFile | undefined {
    return isDirectory ? undefined : (streams.get(path) ?? tree.file(path));
  }

  return {
    tree,
    descriptors,
    stdout,
    ticks: 0,
    fileAt(fd) {
      const descriptor = descriptors.get(fd);
      return descriptor && fileOf(descriptor);
    },
  };
}

function readStream(bytes: Uint8Array): GuestFile {
  const fixed = { size: bytes.length, bytes: () => bytes, write: () => undefined, resize: () => undefined };
  return { bytes: fixed, isWritable: false };
}

/** Takes text apart into lines; what follows the last line break is a line too. */
function lineStream(write: (line: string) => void): ByteBuffer {
  return {
    size: 0,
    bytes: () => NO_BYTES,
    write(_at, bytes) {
      for (const line of decoder.decode(bytes.subarray(0, 4096)).split("\n")) {
        if (line !== "") write(line.toWellFormed());
      }
    },
    resize: () => undefined,
  };
}
