import { DagError } from "../../errors.ts";
import { LAST_SEGMENT } from "./block-index.ts";
import { damaged } from "./damage.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { FILE_HEADER, printFileHeader, readFileHeader } from "./file-header.ts";

/** The files of the log, by their numbers, all of them open. */
export interface Segments {
  file(number: number): DiskFile | undefined;
  /** Ascending. */
  numbers(): readonly number[];
  pathOf(number: number): string;
  /** The sequence of the first frame that belongs into the segment. */
  firstSequence(number: number): number;
  /** A new segment whose first frame will have this sequence; durable, name and all. */
  create(number: number, sequence: number): Promise<DiskFile>;
  /** Removes the file of a segment; those who hold a pin can still read it. */
  drop(number: number): void;
  /** Keeps dropped files open until the pin is let go. */
  pin(): () => void;
  close(): void;
}

/** The segments in the directory; `DAG_STORE_DAMAGED` for one that is none of this store. */
export function openSegments(disk: Disk, storeId: Uint8Array): Segments {
  const files = new Map<number, DiskFile>();
  const sequences = new Map<number, number>();
  const segments = createSegments({ disk, storeId, files, sequences });
  for (const number of disk.list().flatMap(numberIn)) files.set(number, openFile(disk, nameOf(number)));
  dropUnfinished(segments);
  for (const number of segments.numbers()) sequences.set(number, readOurs(segments, number, storeId));
  return segments;
}

interface SegmentParts {
  readonly disk: Disk;
  readonly storeId: Uint8Array;
  readonly files: Map<number, DiskFile>;
  readonly sequences: Map<number, number>;
}

function createSegments({ disk, storeId, files, sequences }: SegmentParts): Segments {
  const dropped = new Map<number, DiskFile>();
  let pins = 0;

  function closeDropped(): void {
    for (const file of dropped.values()) file.close();
    dropped.clear();
  }

  return {
    file: (number) => files.get(number) ?? dropped.get(number),
    numbers: () => [...files.keys()].sort((left, right) => left - right),
    pathOf: (number) => `${disk.path}/${nameOf(number)}`,
    firstSequence: (number) => sequences.get(number) ?? 0,
    async create(number, sequence) {
      if (number > LAST_SEGMENT) throw exhausted(disk.path);
      const file = disk.create(nameOf(number));
      try {
        file.write(printFileHeader({ number, storeId, sequence }), 0);
      } catch (error) {
        file.close();
        disk.remove(nameOf(number));
        throw error;
      }
      files.set(number, file);
      sequences.set(number, sequence);
      await file.sync();
      await disk.sync();
      return file;
    },
    drop(number) {
      const file = files.get(number);
      if (file === undefined) return;
      files.delete(number);
      dropped.set(number, file);
      if (pins === 0) closeDropped();
      disk.remove(nameOf(number));
    },
    pin() {
      pins += 1;
      return () => {
        pins -= 1;
        if (pins === 0) closeDropped();
      };
    },
    close() {
      closeDropped();
      for (const file of files.values()) file.close();
      files.clear();
    },
  };
}

/** True if the directory has nothing of a log but what a crash can leave of one that was being begun. */
export function mayBegin(disk: Disk): boolean {
  return disk.list().every((name) => {
    const [number] = numberIn(name);
    return number === undefined || (number === 1 && isEmpty(disk, name));
  });
}

function isEmpty(disk: Disk, name: string): boolean {
  const file = openFile(disk, name);
  const size = file.size();
  file.close();
  return size <= FILE_HEADER;
}

/** Makes the first segment of a new store; durable, name and all. */
export async function beginSegments(disk: Disk, storeId: Uint8Array): Promise<void> {
  const file = disk.create(nameOf(1));
  try {
    file.write(printFileHeader({ number: 1, storeId, sequence: 1 }), 0);
    await file.sync();
  } finally {
    file.close();
  }
  await disk.sync();
}

function nameOf(number: number): string {
  return `segment-${String(number).padStart(7, "0")}`;
}

function numberIn(name: string): number[] {
  const digits = /^segment-(\d{7})$/.exec(name)?.[1];
  return digits === undefined ? [] : [Number(digits)];
}

function openFile(disk: Disk, name: string): DiskFile {
  const file = disk.open(name);
  if (file === undefined) throw damaged(`${disk.path}/${name}`, "it vanished while the store was opened");
  return file;
}

/** A segment takes frames only after its header is durable; so one that has less was being made in a crash. */
function dropUnfinished(segments: Segments): void {
  const last = segments.numbers().at(-1);
  const file = last === undefined ? undefined : segments.file(last);
  if (last === undefined || file === undefined || file.size() > FILE_HEADER) return;
  if (readFileHeader(file, segments.pathOf(last)) === undefined) segments.drop(last);
}

function readOurs(segments: Segments, number: number, storeId: Uint8Array): number {
  const path = segments.pathOf(number);
  const file = segments.file(number);
  const header = file && readFileHeader(file, path);
  if (header === undefined || header.number !== number) throw damaged(path, "it has no header", 0);
  if (!header.storeId.every((byte, at) => byte === storeId[at])) {
    throw damaged(path, "it belongs to another store", 0);
  }
  return header.sequence;
}

function exhausted(path: string): DagError {
  const message = `${path} has used up the numbers of its segments; copy its content into a new store`;
  return new DagError(message, { code: "DAG_STORE_FAILED", path });
}
