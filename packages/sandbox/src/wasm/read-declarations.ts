import { type ByteCursor, readByte, readCount, readName, readU32, refuse } from "./byte-cursor.ts";
import { MODULE_BOUNDS, PAGE_BYTES } from "./module-bounds.ts";
import type { Signature, ValueType } from "./module-interface.ts";
import type { Extent } from "./module-shape.ts";
import { readEach, type SectionReading } from "./section-reading.ts";
import { skipConstant } from "./skip-constant.ts";
import { readReferenceType, readValueType } from "./value-type.ts";

/** Function types; those of the GC proposal are refused. */
export function readTypes(reading: SectionReading): void {
  const { cursor, shape } = reading;
  readEach(reading, { what: "types", most: MODULE_BOUNDS.types }, () => {
    if (readByte(cursor) !== 0x60)
      refuse(cursor, "unsupported", "garbage collection (a type that is no function)");
    const params = readValueTypes(cursor, "parameters", MODULE_BOUNDS.params);
    shape.types.push({ params, results: readValueTypes(cursor, "results", MODULE_BOUNDS.results) });
  });
}

function readValueTypes(cursor: ByteCursor, what: string, most: number): readonly ValueType[] {
  const types: ValueType[] = [];
  for (let left = readCount(cursor, what, most); left > 0; left--) types.push(readValueType(cursor));
  return types;
}

const IMPORT_KINDS = ["a function", "a table", "a memory", "a global", "a tag"];

/** Imports, which have to be functions: everything else would be state that the sandbox does not own. */
export function readImports(reading: SectionReading): void {
  const { cursor, shape } = reading;
  readEach(reading, { what: "imports", most: MODULE_BOUNDS.imports }, () => {
    const module = readName(cursor);
    const name = readName(cursor);
    const kind = readByte(cursor);
    if (kind === 0) {
      const type = readU32(cursor);
      shape.functions.push(type);
      shape.imports.push({ module, name, ...typeAt(reading, type) });
    } else {
      refuse(
        cursor,
        "import-kind",
        `imports ${IMPORT_KINDS[kind] ?? "something unknown"}: ${module} ${name}`,
      );
    }
  });
}

/** The type with this index; one without parameters and results if there is none. */
function typeAt({ shape }: SectionReading, index: number): Signature {
  return shape.types[index] ?? { params: [], results: [] };
}

/** The types of the functions. */
export function readFunctions(reading: SectionReading): void {
  const { cursor, shape, limits } = reading;
  readEach(reading, { what: "functions", most: limits.functions }, () => {
    shape.functions.push(readU32(cursor));
  });
}

/** Tables, none larger than the limit. */
export function readTables(reading: SectionReading): void {
  const { cursor, shape, limits } = reading;
  readEach(reading, { what: "tables", most: MODULE_BOUNDS.tables }, () => {
    const type = readReferenceType(cursor);
    const extent = readExtent(cursor, limits.tableElements);
    if (extent.least > limits.tableElements) {
      refuse(
        cursor,
        "table-over-limit",
        `a table of ${extent.least} elements; ${limits.tableElements} at most`,
      );
    }
    shape.tables.push({ type, ...extent });
  });
}

/** The one memory, not larger at first than the limit. */
export function readMemories(reading: SectionReading): void {
  const { cursor, shape, limits } = reading;
  const most = Math.floor(limits.memoryBytes / PAGE_BYTES);
  readEach(reading, { what: "memories", most: 65_536 }, () => {
    if (shape.memory !== undefined) refuse(cursor, "unsupported", "more than one memory");
    const extent = readExtent(cursor, most);
    if (extent.least > most) {
      refuse(cursor, "memory-over-limit", `a memory of ${extent.least} pages; ${most} at most`);
    }
    shape.memory = extent;
  });
}

function readExtent(cursor: ByteCursor, limit: number): Extent {
  const flags = readByte(cursor);
  if (flags & 2) refuse(cursor, "unsupported", "threads (shared memory)");
  else if (flags & 4) refuse(cursor, "unsupported", "64-bit memories and tables");
  else if (flags > 1) refuse(cursor, "unsupported", "pages of another size");
  const least = readU32(cursor);
  const most = flags & 1 ? readU32(cursor) : limit;
  return { least, most: Math.min(most, limit) };
}

/** Globals with their first values. */
export function readGlobals(reading: SectionReading): void {
  const { cursor, shape } = reading;
  readEach(reading, { what: "globals", most: MODULE_BOUNDS.globals }, () => {
    const type = readValueType(cursor);
    shape.globals.push({ type, mutable: readByte(cursor) === 1 });
    skipConstant(cursor);
  });
}
