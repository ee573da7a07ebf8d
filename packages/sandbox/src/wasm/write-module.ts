import { createByteCursor, readU32 } from "./byte-cursor.ts";
import {
  type ByteSink,
  copyBytes,
  createByteSink,
  lengthOfU32,
  sinkBytes,
  writeByte,
  writeBytes,
  writeU32,
} from "./byte-sink.ts";
import { type Additions, meterAdditions } from "./meter-additions.ts";
import type { MeterIndexes } from "./meter-indexes.ts";
import type { Extent, ModuleShape, Span } from "./module-shape.ts";
import { SECTION } from "./read-module.ts";
import { TYPE_BYTES } from "./value-type.ts";

/** The bodies of the module's own functions, each with its length before it, and by which indexes they call the meter. */
export interface MeteredBodies {
  readonly sink: ByteSink;
  readonly indexes: MeterIndexes;
  /** Empty functions to append. */
  readonly fillers: number;
}

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Sections in the order of a module; the start function is an export now, and what is custom is left out. */
const ORDER = [
  SECTION.types,
  SECTION.imports,
  SECTION.functions,
  SECTION.tables,
  SECTION.memories,
  SECTION.globals,
  SECTION.exports,
  SECTION.elements,
  SECTION.dataCount,
  SECTION.code,
  SECTION.data,
];

/** The module with its limits, its metered bodies, and everything that the meter appends. */
export function writeModule(
  bytes: Uint8Array,
  shape: ModuleShape,
  bodies: MeteredBodies,
): Uint8Array<ArrayBuffer> {
  const sink = createByteSink(bytes.length + bodies.sink.length);
  const additions = meterAdditions(shape, bodies);
  const lists: Readonly<Record<number, Additions | undefined>> = {
    [SECTION.types]: additions.types,
    [SECTION.functions]: additions.functions,
    [SECTION.globals]: additions.globals,
    [SECTION.exports]: additions.exports,
  };
  const written: Readonly<Record<number, () => void>> = {
    [SECTION.tables]: () => writeTables(sink, shape),
    [SECTION.memories]: () => writeMemory(sink, shape.memory),
    [SECTION.code]: () => writeCode(sink, { shape, bodies: bodies.sink, added: additions.bodies }),
  };
  writeBytes(sink, HEADER);
  for (const id of ORDER) {
    const span = shape.sections.get(id);
    const list = lists[id];
    if (list !== undefined) writeList(sink, { id, list, old: entriesOf(bytes, span) });
    else if (written[id] !== undefined) written[id]();
    else if (span !== undefined) writeSection(sink, id, bytes.subarray(span.start, span.end));
  }
  return sinkBytes(sink);
}

function writeSection(sink: ByteSink, id: number, content: Uint8Array): void {
  writeByte(sink, id);
  writeU32(sink, content.length);
  writeBytes(sink, content);
}

/** How many entries a section lists, and where they are. */
interface Entries extends Span {
  readonly bytes: Uint8Array;
  readonly count: number;
}

const NO_ENTRIES: Entries = { bytes: new Uint8Array(), count: 0, start: 0, end: 0 };

function entriesOf(bytes: Uint8Array, span: Span | undefined): Entries {
  if (span === undefined) return NO_ENTRIES;
  const cursor = createByteCursor(bytes);
  cursor.at = span.start;
  const count = readU32(cursor);
  return { bytes, count, start: cursor.at, end: span.end };
}

/** A section of old entries and those that the meter appends. */
function writeList(sink: ByteSink, section: { id: number; old: Entries; list: Additions }): void {
  const { id, old, list } = section;
  const count = old.count + list.length;
  if (count === 0) return;
  writeByte(sink, id);
  writeU32(sink, lengthOfU32(count) + old.end - old.start + bytesOf(list));
  writeU32(sink, count);
  copyBytes(sink, old.bytes, old.start, old.end);
  for (const entry of list) writeBytes(sink, entry);
}

function bytesOf(list: Additions): number {
  return list.reduce((sum, { length }) => sum + length, 0);
}

function writeTables(sink: ByteSink, { tables }: ModuleShape): void {
  if (tables.length === 0) return;
  const content = createByteSink(64);
  writeU32(content, tables.length);
  for (const table of tables) {
    writeByte(content, TYPE_BYTES[table.type]);
    writeExtent(content, table);
  }
  writeSection(sink, SECTION.tables, sinkBytes(content));
}

function writeMemory(sink: ByteSink, memory: Extent | undefined): void {
  if (memory === undefined) return;
  const content = createByteSink(64);
  writeU32(content, 1);
  writeExtent(content, memory);
  writeSection(sink, SECTION.memories, sinkBytes(content));
}

const HAS_MOST = 1;

function writeExtent(sink: ByteSink, { least, most }: Extent): void {
  writeByte(sink, HAS_MOST);
  writeU32(sink, least);
  writeU32(sink, most);
}

function writeCode(sink: ByteSink, code: { shape: ModuleShape; bodies: ByteSink; added: Additions }): void {
  const { shape, bodies, added } = code;
  const old = { bytes: bodies.bytes, count: shape.bodies.length, start: 0, end: bodies.length };
  writeList(sink, { id: SECTION.code, old, list: added });
}
