import { type ByteCursor, readByte, readName, readU32, refuse, skipBytes, skipLeb } from "./byte-cursor.ts";
import { METER_PREFIX } from "./meter-exports.ts";
import { MODULE_BOUNDS } from "./module-bounds.ts";
import { readEach, type SectionReading } from "./section-reading.ts";
import { skipConstant } from "./skip-constant.ts";
import { readReferenceType } from "./value-type.ts";

/** Exports, none of which may look like one of the meter's. */
export function readExports(reading: SectionReading): void {
  const { cursor, shape } = reading;
  readEach(reading, { what: "exports", most: MODULE_BOUNDS.exports }, () => {
    const name = readName(cursor);
    if (name.startsWith(METER_PREFIX)) refuse(cursor, "reserved-name", `exports ${name}`);
    shape.exports.push({ name, kind: readByte(cursor), index: readU32(cursor) });
  });
}

/** The start function, which will be an export. */
export function readStart({ cursor, shape }: SectionReading): void {
  shape.start = readU32(cursor);
}

const PASSIVE = 1; // or declared
const WITH_TABLE = 2; // an active one names its table; a declared one has this bit too
const EXPRESSIONS = 4;

/** Segments of elements. */
export function readElements(reading: SectionReading): void {
  const { cursor, limits } = reading;
  const most = Math.max(limits.functions, limits.tableElements);
  readEach(reading, { what: "segments of elements", most: MODULE_BOUNDS.segments }, () => {
    const flags = readU32(cursor);
    if (flags > 7) refuse(cursor, "malformed", "an unknown sort of segment");
    if ((flags & PASSIVE) === 0) readPlace(cursor, (flags & WITH_TABLE) !== 0);
    if (flags & (PASSIVE | WITH_TABLE)) readElementKind(cursor, flags);
    const readElement = flags & EXPRESSIONS ? skipConstant : skipLeb;
    readEach(reading, { what: "elements of a segment", most }, () => readElement(cursor));
  });
}

function readPlace(cursor: ByteCursor, named: boolean): void {
  if (named) skipLeb(cursor);
  skipConstant(cursor);
}

function readElementKind(cursor: ByteCursor, flags: number): void {
  if (flags & EXPRESSIONS) readReferenceType(cursor);
  else if (readByte(cursor) !== 0) refuse(cursor, "malformed", "an unknown sort of element");
}

/** Segments of data. */
export function readData(reading: SectionReading): void {
  const { cursor } = reading;
  readEach(reading, { what: "segments of data", most: MODULE_BOUNDS.segments }, () => {
    const flags = readU32(cursor);
    if (flags > 2) refuse(cursor, "malformed", "an unknown sort of segment");
    if (flags !== PASSIVE) readPlace(cursor, flags === WITH_TABLE);
    skipBytes(cursor, readU32(cursor));
  });
}

/** Where the body of each function is. */
export function readBodies(reading: SectionReading): void {
  const { cursor, shape, limits } = reading;
  readEach(reading, { what: "functions", most: limits.functions }, () => {
    const length = readU32(cursor);
    const start = cursor.at;
    skipBytes(cursor, length);
    shape.bodies.push({ start, end: cursor.at });
  });
}
