import { createByteCursor, readByte, readU32, refuse, skipBytes } from "./byte-cursor.ts";
import type { ModuleRefusal } from "./module-refusal.ts";
import type { ModuleShape } from "./module-shape.ts";
import type { ModuleLimits } from "./module-terms.ts";
import { readBodies, readData, readElements, readExports, readStart } from "./read-contents.ts";
import {
  readFunctions,
  readGlobals,
  readImports,
  readMemories,
  readTables,
  readTypes,
} from "./read-declarations.ts";
import type { SectionReading } from "./section-reading.ts";

/** The ids of sections. */
export const SECTION = {
  custom: 0,
  types: 1,
  imports: 2,
  functions: 3,
  tables: 4,
  memories: 5,
  globals: 6,
  exports: 7,
  start: 8,
  elements: 9,
  code: 10,
  data: 11,
  dataCount: 12,
} as const;

const READERS: Readonly<Record<number, (reading: SectionReading) => void>> = {
  [SECTION.types]: readTypes,
  [SECTION.imports]: readImports,
  [SECTION.functions]: readFunctions,
  [SECTION.tables]: readTables,
  [SECTION.memories]: readMemories,
  [SECTION.globals]: readGlobals,
  [SECTION.exports]: readExports,
  [SECTION.start]: readStart,
  [SECTION.elements]: readElements,
  [SECTION.code]: readBodies,
  [SECTION.data]: readData,
  [SECTION.dataCount]: ({ cursor }) => readU32(cursor),
};

/** Reads all sections of a module that the engine finds valid; what this sandbox does not run is refused. */
export function readModule(bytes: Uint8Array, limits: ModuleLimits): ModuleShape | ModuleRefusal {
  const cursor = createByteCursor(bytes);
  const shape = emptyShape();
  skipBytes(cursor, 8);
  while (cursor.at < bytes.length && cursor.refusal === undefined) readSection({ cursor, shape, limits });
  return cursor.refusal ?? shape;
}

function emptyShape(): ModuleShape {
  return {
    sections: new Map(),
    types: [],
    imports: [],
    functions: [],
    tables: [],
    memory: undefined,
    globals: [],
    exports: [],
    start: undefined,
    bodies: [],
    usesFloats: false,
    compileWork: 0,
    uncapturable: undefined,
  };
}

function readSection(reading: SectionReading): void {
  const { cursor, shape } = reading;
  const id = readByte(cursor);
  const length = readU32(cursor);
  const start = cursor.at;
  skipBytes(cursor, length);
  const end = cursor.at;
  if (id === SECTION.custom || cursor.refusal !== undefined) return;
  shape.sections.set(id, { start, end });
  cursor.at = start;
  const read = READERS[id];
  if (read === undefined) refuse(cursor, "unsupported", id === 13 ? "exceptions" : `sections with id ${id}`);
  else read(reading);
  if (cursor.at !== end) refuse(cursor, "malformed", "a section is longer or shorter than it says");
}
